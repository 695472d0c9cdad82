import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, test } from 'vitest';
import { expectRightAnswers } from '../help/expectRightAnswers.ts';

const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-answers-'));
afterAll(() => rmSync(scratch, { recursive: true }));

test.each(['quiet-day', 'cell-burn', 'noisy-restart'])(
  'the judgement of %s gives the right answers of its scenario, and no false alarm',
  async (name) => {
    await expectRightAnswers(join(import.meta.dirname, name), join(scratch, `${name}.ndjson.zst`));
  },
);
