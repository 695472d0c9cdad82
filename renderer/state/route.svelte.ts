/** The views, in the order of their keys 1 to 8. */
export const viewNames = ['room', 'review', 'readiness', 'rehearse', 'plan', 'log', 'sources', 'wall'] as const;
export type ViewName = (typeof viewNames)[number];

/** Which view is open: the part of the address behind its #, so that a reload comes back to it and links lead to it. */
export class Route {
  view = $state<ViewName>(readView());
  /** What comes after the view's name, such as a row of the ledger. */
  rest = $state(readRest());

  constructor() {
    $effect(() => {
      window.addEventListener('hashchange', this.follow);
      return () => window.removeEventListener('hashchange', this.follow);
    });
  }

  /** Is there at once: a second key, pressed before the browser tells of the first, goes on from there. */
  go(view: ViewName, rest = ''): void {
    location.hash = hrefOf(view, rest);
    this.follow();
  }

  private readonly follow = (): void => {
    this.view = readView();
    this.rest = readRest();
  };
}

export function hrefOf(view: ViewName, rest = ''): string {
  return `#/${view}${rest === '' ? '' : `/${encodeURIComponent(rest)}`}`;
}

function readView(): ViewName {
  const asked = location.hash.slice(2).split('/', 1)[0];
  return viewNames.find((name) => name === asked) ?? 'room';
}

function readRest(): string {
  const rest = location.hash.slice(2).split('/')[1] ?? '';
  try {
    return decodeURIComponent(rest);
  } catch {
    // An address that somebody mangled names nothing.
    return '';
  }
}
