import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

/** The text is the one that is checked in. `GOLDEN=write` writes it anew; say why in the commit. */
export function expectGolden(path: string, told: string): void {
  if (process.env['GOLDEN'] === 'write') writeFileSync(path, told);
  expect(told).toBe(readFileSync(path, 'utf8'));
}
