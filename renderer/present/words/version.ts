export const versionWords = {
  'version.other': 'This page and the engine do not fit together',
  'version.otherSays':
    'This page is older or newer than the engine that it asks. Reload it to get the page that came with the engine; nothing is lost.',
  'version.reload': 'Reload this page',
} as const;
