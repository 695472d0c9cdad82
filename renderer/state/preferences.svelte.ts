/** How this person, at this screen, wants it. Kept in the browser and nowhere else. */
export type Theme = 'dark' | 'light' | 'system';

const storageKey = 'holdpoint.preferences';

interface Kept {
  readonly theme: Theme;
  readonly role: string;
  readonly name: string;
  readonly hasSeenHint: boolean;
}

export class Preferences {
  theme = $state<Theme>('dark');
  /** In which role, and under which name, commands are given from here. */
  role = $state('');
  name = $state('');
  hasSeenHint = $state(false);

  constructor() {
    Object.assign(this, readKept());
    $effect(() => {
      const { theme, role, name, hasSeenHint } = this;
      const root = document.documentElement;
      if (theme === 'system') delete root.dataset['theme'];
      else root.dataset['theme'] = theme;
      keep({ theme, role, name, hasSeenHint });
    });
  }
}

function readKept(): Partial<Kept> {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Readonly<Record<string, unknown>>;
    const { theme, role, name, hasSeenHint } = kept;
    return {
      ...(theme === 'light' || theme === 'dark' || theme === 'system' ? { theme } : {}),
      ...(typeof role === 'string' ? { role } : {}),
      ...(typeof name === 'string' ? { name } : {}),
      hasSeenHint: hasSeenHint === true,
    };
  } catch {
    // A browser that keeps nothing, or kept something else, starts anew.
    return {};
  }
}

function keep(kept: Kept): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(kept));
  } catch {
    // It is a convenience: without it the person chooses again next time.
  }
}
