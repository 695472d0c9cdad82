import { expect, test } from 'vitest';
import config from '../../vite.config.ts';
import { browserPath } from '../help/visitors.ts';

test.skipIf(browserPath === undefined)(
  'components are tested in a browser (skipped where there is no Chromium)',
  () => {
    const { projects = [] } = config.test ?? {};
    expect(
      projects.map((project) => (typeof project === 'object' && 'test' in project ? project.test?.name : '')),
    ).toContain('components');
  },
);
