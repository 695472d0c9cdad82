'use strict';
// The one door between page and shell, and it is no object that the page could call: two messages, told on. JavaScript in
// one file, because a sandboxed preload is loaded by neither Node's loader nor its type stripping.
// oxlint-disable-next-line typescript/no-require-imports
const { ipcRenderer, webUtils } = require('electron');

window.addEventListener('message', ({ source, data }) => {
  if (source === window && data === 'holdpoint.port.wanted') void ipcRenderer.invoke('holdpoint.port.wanted');
});

ipcRenderer.on('holdpoint.port', ({ ports }) => {
  window.postMessage('holdpoint.port', location.origin, [...ports]);
});

ipcRenderer.on('holdpoint.command', (_event, id) => {
  window.postMessage({ kind: 'holdpoint.command', id: String(id) }, location.origin);
});

// A session that is dropped onto the window is opened; the shell looks at its name again.
window.addEventListener('dragover', (event) => event.preventDefault());
window.addEventListener('drop', (event) => {
  event.preventDefault();
  for (const file of event.dataTransfer?.files ?? []) {
    void ipcRenderer.invoke('holdpoint.file.dropped', webUtils.getPathForFile(file));
  }
});
