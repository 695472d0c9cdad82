import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, screen, session } from 'electron';
import type { IpcMainInvokeEvent } from 'electron';
import { join } from 'node:path';
import { systemClock } from '../host/systemClock.ts';
import { guardContents, guardSession, requireOurs } from './guardPage.ts';
import { buildMenu } from './menu.ts';
import { scheme, servePage } from './pageScheme.ts';
import { Room } from './room.ts';
import { findSession, toSessionPath } from './sessionPath.ts';
import { clampBounds, readPlaces, type Rectangle, type WindowPlace, writePlaces } from './windowPlaces.ts';

const pageFolder = join(import.meta.dirname, '../../dist/renderer');
const launch = 'shopnow-one-click';
const firstBounds: Rectangle = { x: 80, y: 60, width: 1440, height: 900 };

/** By the session's file; the launch that comes with the product has no name of its own. */
const rooms = new Map<string | undefined, Room>();
/** Rooms whose last window is gone, until what they hold is durable: nobody else may write those files before. */
const closing = new Map<string | undefined, Promise<void>>();
/** What was asked for before the app was ready to show it. */
const asked: string[] = [];
let isQuitting = false;

const placesFile = (): string => join(app.getPath('userData'), 'windows.json');

function openRoom(path: string | undefined): Room {
  const known = rooms.get(path);
  if (known !== undefined) return known;
  const kept = (): string => join(app.getPath('documents'), 'Holdpoint', `${launch}-${systemClock.nowMs()}.holdpoint`);
  const room = new Room(
    path === undefined ? { kind: 'open', session: kept(), launch } : { kind: 'open', session: path },
  );
  rooms.set(path, room);
  return room;
}

function showWindow(place: WindowPlace): void {
  const room = openRoom(place.session);
  const [first, ...others] = screen.getAllDisplays().map(({ workArea }) => workArea);
  const bounds = clampBounds(place.bounds, [first ?? place.bounds, ...others]);
  room.show({ bounds, isFullScreen: place.isFullScreen }, (closed) => {
    // Whoever closes one window of several does not want it back; whoever closes the last one does.
    if (!isQuitting) writePlaces(placesFile(), rooms.size === 1 && room.windows.size === 0 ? [closed] : allPlaces());
    if (room.windows.size > 0) return;
    void closeRoom(room);
  });
}

function closeRoom(room: Room): Promise<void> {
  const { session: path } = room;
  rooms.delete(path);
  const closed = Promise.all([closing.get(path), room.close()]).then(() => undefined);
  closing.set(path, closed);
  return closed;
}

function allPlaces(): WindowPlace[] {
  return [...rooms.values()].flatMap((room) => [...room.windows].map((window) => room.placeOf(window)));
}

/** A file that is open already comes to the front; anything else gets a window of its own. */
async function openSession(path: string | undefined): Promise<void> {
  await closing.get(path);
  const room = rooms.get(path);
  if (room === undefined) showWindow({ session: path, bounds: firstBounds, isFullScreen: false });
  else room.bringBack();
}

async function chooseFile(): Promise<void> {
  const filters = [{ name: 'Holdpoint sessions', extensions: ['holdpoint'] }];
  const { filePaths } = await dialog.showOpenDialog({ properties: ['openFile'], filters });
  const path = toSessionPath(filePaths[0]);
  if (path !== undefined) await openSession(path);
}

function roomOf(event: IpcMainInvokeEvent): Room {
  requireOurs(event.senderFrame);
  const window = BrowserWindow.fromWebContents(event.sender);
  const room = [...rooms.values()].find(({ windows }) => window !== null && windows.has(window));
  if (room === undefined) throw new Error('This window shows no room.');
  return room;
}

function newWindow(): void {
  const front = BrowserWindow.getFocusedWindow();
  const room = [...rooms.values()].find(({ windows }) => front !== null && windows.has(front));
  showWindow({ session: room?.session, bounds: front?.getNormalBounds() ?? firstBounds, isFullScreen: false });
}

function listen(): void {
  ipcMain.handle('holdpoint.port.wanted', (event) => {
    const room = roomOf(event);
    if (event.senderFrame !== null) room.connect(event.senderFrame);
  });
  ipcMain.handle('holdpoint.file.dropped', (event, text: unknown) => {
    roomOf(event);
    const path = toSessionPath(text);
    if (path === undefined) throw new Error('Only a session, a file that ends in .holdpoint, can be opened here.');
    void openSession(path);
  });
  app.on('second-instance', (_event, argv, folder) => void openSession(findSession(argv, folder)));
  app.on('activate', () => void openSession(undefined));
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('before-quit', () => {
    if (!isQuitting && allPlaces().length > 0) writePlaces(placesFile(), allPlaces());
    isQuitting = true;
  });
}

/** What the engines have is durable before the app is gone. */
function quitInPeace(): void {
  let isDone = false;
  app.on('will-quit', (event) => {
    if (isDone) return;
    event.preventDefault();
    const over = [...closing.values(), ...[...rooms.values()].map(closeRoom)];
    void Promise.allSettled(over).then(() => {
      isDone = true;
      app.quit();
    });
  });
}

async function start(): Promise<void> {
  await app.whenReady();
  guardSession(session.defaultSession);
  servePage(session.defaultSession, pageFolder, (key) => [...rooms.values()].find((room) => room.key === key)?.files);
  const command = (id: string): void => BrowserWindow.getFocusedWindow()?.webContents.send('holdpoint.command', id);
  const deeds = { newWindow, openFile: () => void chooseFile(), command };
  Menu.setApplicationMenu(Menu.buildFromTemplate(buildMenu(deeds, process.platform === 'darwin')));
  listen();
  const named = findSession(process.argv, process.cwd());
  const wanted = named === undefined ? asked : [...asked, named];
  app.on('open-file', (_event, path) => void openSession(toSessionPath(path)));
  for (const path of wanted) await openSession(path);
  if (wanted.length > 0) return;
  for (const place of readPlaces(placesFile())) showWindow(place);
  if (rooms.size === 0) await openSession(undefined);
}

protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
if (app.requestSingleInstanceLock()) {
  app.enableSandbox();
  guardContents(app);
  app.on('will-finish-launching', () => {
    app.on('open-file', (event, path) => {
      event.preventDefault();
      const session = toSessionPath(path);
      if (session !== undefined && !app.isReady()) asked.push(session);
    });
  });
  quitInPeace();
  void start();
} else {
  app.quit();
}
