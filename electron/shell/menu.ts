import type { MenuItemConstructorOptions } from 'electron';

/** What the menu may ask of the page: ids of its own commands, and no others. Their keys are the page's business. */
export const menuCommands = {
  room: [
    ['play', 'Play or pause'],
    ['follow', 'Follow the newest second'],
    ['previous', 'Previous event'],
    ['next', 'Next event'],
    ['poll', 'Poll or vote…'],
    ['decision', 'Decide…'],
    ['note', 'Write a note…'],
    ['acknowledge', 'Acknowledge…'],
    ['hold', 'Hold or resume the clock…'],
    ['ramp.hold', 'Hold the ramp…'],
    ['ramp.rollback', 'Roll back…'],
    ['role.take', 'Take a role…'],
  ],
  view: [
    ['view.room', 'Room'],
    ['view.review', 'Review'],
    ['view.readiness', 'Readiness'],
    ['view.rehearse', 'Rehearse'],
    ['view.plan', 'Plan'],
    ['view.log', 'Log'],
    ['view.sources', 'Sources'],
    ['view.wall', 'Wall'],
    ['theme', 'Dark or light'],
    ['palette', 'All commands…'],
  ],
  help: [['cheatSheet', 'Keys']],
} as const satisfies Record<string, readonly (readonly [id: string, label: string])[]>;

export interface MenuDeeds {
  readonly newWindow: () => void;
  readonly openFile: () => void;
  /** Has the page in front run one of its commands. */
  readonly command: (id: string) => void;
}

export function buildMenu({ newWindow, openFile, command }: MenuDeeds, isMac: boolean): MenuItemConstructorOptions[] {
  const toItems = (commands: readonly (readonly [string, string])[]): MenuItemConstructorOptions[] =>
    commands.map(([id, label]) => ({ id, label, click: () => command(id) }));
  const separator = { type: 'separator' } as const;
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        { label: 'New window', accelerator: 'CmdOrCtrl+Shift+N', click: newWindow },
        { label: 'Open session…', accelerator: 'CmdOrCtrl+O', click: openFile },
        separator,
        { role: isMac ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    { label: '&Room', submenu: toItems(menuCommands.room) },
    {
      label: '&View',
      submenu: [
        ...toItems(menuCommands.view),
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    { role: 'help', submenu: toItems(menuCommands.help) },
  ];
}
