import {
  BrowserWindow,
  dialog,
  MessageChannelMain,
  type MessagePortMain,
  Notification,
  powerSaveBlocker,
  utilityProcess,
} from 'electron';
import { join } from 'node:path';
import { openFileDoor } from '../host/engineProcessFiles.ts';
import { EngineKeeper, type ForPeople } from '../host/engineProcessKeeper.ts';
import type { ToEngineProcess } from '../host/engineProcessMessages.ts';
import type { FileDoor } from '../host/serve/fileDoor.ts';
import { toPort } from '../host/serve/port.ts';
import { randomToken, systemClock } from '../host/systemClock.ts';
import { toPageUrl } from './pageScheme.ts';
import type { WindowPlace } from './windowPlaces.ts';

const engineFile = join(import.meta.dirname, '../host/engineProcessMain.ts');
const preload = join(import.meta.dirname, 'preload.cjs');

/** One engine and the windows that show it; it closes with the last of them. */
export class Room {
  /** What a window that shows it remembers; undefined for the launch that comes with the product. */
  readonly session: string | undefined;
  /** By which its pages, and no others, call it. */
  readonly key = randomToken();
  readonly files: FileDoor;
  readonly windows = new Set<BrowserWindow>();
  private readonly keeper: EngineKeeper<MessagePortMain>;
  private blocker: number | undefined;

  constructor(open: ToEngineProcess & { readonly kind: 'open' }) {
    this.session = open.launch === undefined ? open.session : undefined;
    this.keeper = new EngineKeeper<MessagePortMain>({
      open,
      fork: () => utilityProcess.fork(engineFile, [], { serviceName: 'Holdpoint engine' }),
      clock: systemClock,
      hear: (message) => this.hear(message),
    });
    this.files = openFileDoor(this.keeper, () => {
      const { port1, port2 } = new MessageChannelMain();
      return [toPort(port1), port2];
    });
  }

  /** `onClosed` is told once the window is gone, with where it was. */
  show({ bounds, isFullScreen }: Omit<WindowPlace, 'session'>, onClosed: (place: WindowPlace) => void): void {
    const window = new BrowserWindow({
      ...bounds,
      fullscreen: isFullScreen,
      title: 'Holdpoint',
      show: false,
      backgroundColor: '#0b0e14',
      webPreferences: {
        preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
        spellcheck: false,
        // A wall of screens that nobody clicks on is looked at all the same.
        backgroundThrottling: false,
      },
    });
    this.windows.add(window);
    window.once('ready-to-show', () => window.show());
    let place = this.placeOf(window);
    window.on('close', () => (place = this.placeOf(window)));
    window.on('closed', () => {
      this.windows.delete(window);
      onClosed(place);
    });
    void window.loadURL(toPageUrl(this.key));
  }

  placeOf(window: BrowserWindow): WindowPlace {
    return { session: this.session, bounds: window.getNormalBounds(), isFullScreen: window.isFullScreen() };
  }

  /** Hands the page a way to the engine; an earlier one that it has is not touched. */
  connect(page: { postMessage(channel: string, message: unknown, ports: MessagePortMain[]): void }): void {
    const { port1, port2 } = new MessageChannelMain();
    this.keeper.connect(port1);
    page.postMessage('holdpoint.port', undefined, [port2]);
  }

  /** Comes to the front; an engine that had failed is tried again. */
  bringBack(): void {
    this.keeper.reopen();
    const [front] = this.windows;
    front?.show();
  }

  async close(): Promise<void> {
    this.stayAwake(false);
    await this.keeper.close();
  }

  private hear(message: ForPeople): void {
    const [window] = this.windows;
    if (message.kind === 'opened') {
      this.stayAwake(message.isLive);
    } else if (message.kind === 'failed') {
      this.stayAwake(false);
      const words = { type: 'error', message: 'The room is not open', detail: message.text } as const;
      void (window === undefined ? dialog.showMessageBox(words) : dialog.showMessageBox(window, words));
    } else if (Notification.isSupported()) {
      const notification = new Notification({ title: message.trigger, body: message.text, urgency: 'critical' });
      notification.on('click', () => this.bringBack());
      notification.show();
    }
  }

  private stayAwake(wanted: boolean): void {
    if (this.blocker !== undefined) powerSaveBlocker.stop(this.blocker);
    this.blocker = wanted ? powerSaveBlocker.start('prevent-display-sleep') : undefined;
  }
}
