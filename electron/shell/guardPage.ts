import type { App, Session } from 'electron';
import { isOurs } from './pageScheme.ts';

/** Who sends a message: Electron's `senderFrame`, as far as it matters. */
export interface SenderFrame {
  readonly url: string;
  readonly parent: unknown;
}

/** Every message from a page is held against this. A sender that is not ours is told so and gets nothing. */
export function requireOurs(frame: SenderFrame | null): void {
  if (frame === null || frame.parent !== null || !isOurs(frame.url)) {
    throw new Error('Only the page of Holdpoint may ask for this.');
  }
}

/** To fill the screen is all that the page may ask of the machine. */
export function isPermitted(permission: string, url: string): boolean {
  return permission === 'fullscreen' && isOurs(url);
}

/** Nothing but our page is loaded, and it stays where it is. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(isPermitted(permission, requestingUrl)),
  );
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) =>
    isPermitted(permission, requestingOrigin),
  );
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isLoadable(url) }));
  session.on('will-download', (event) => event.preventDefault());
}

/** Pictures that the page holds itself are no way out; everything else is ours or refused. */
export function isLoadable(url: string): boolean {
  return isOurs(url) || url.startsWith('data:image/') || url.startsWith('devtools://');
}

/** A page stays where it is; what is behind the # is its own affair. */
export function staysThere(url: string, at: string): boolean {
  return isOurs(url) && url.split('#', 1)[0] === at.split('#', 1)[0];
}

export function guardContents(app: App): void {
  app.on('web-contents-created', (_created, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => {
      if (!staysThere(event.url, contents.getURL())) event.preventDefault();
    });
    contents.on('will-redirect', (event) => event.preventDefault());
  });
}
