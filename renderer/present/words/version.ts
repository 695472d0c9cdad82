export const versionWords = {
  'version.other': 'The host speaks another version than this page',
  'version.lost': 'The host speaks another version. Last truth at {time}',
  'version.otherSays':
    'This page is older or newer than the host that it asks. Reload it to get the page that came with the host; nothing is lost.',
  'version.reload': 'Reload this page',
} as const;
