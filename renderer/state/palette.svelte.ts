import { createContext } from 'svelte';
import type { Preferences } from './preferences.svelte.ts';

export const [getPalette, setPalette] = createContext<Palette>();

const names = [
  'bg',
  'rule',
  'rule-strong',
  'ink-1',
  'ink-2',
  'ink-3',
  'line-1',
  'line-2',
  'line-3',
  'band',
  'hatch',
  'crit',
  'caut',
  'advi',
] as const;
export type ColourName = (typeof names)[number];
export type Colours = Readonly<Record<ColourName, string>>;

/** The colours of the stylesheet for what is drawn on a canvas, which knows no variables. They follow the theme. */
export class Palette {
  colours = $state.raw<Colours>(readColours());

  constructor(preferences: Preferences) {
    $effect(() => {
      void preferences.theme;
      this.colours = readColours();
      const follow = (): void => {
        this.colours = readColours();
      };
      const queries = ['(prefers-color-scheme: light)', '(forced-colors: active)'].map((text) => matchMedia(text));
      for (const query of queries) query.addEventListener('change', follow);
      return () => queries.forEach((query) => query.removeEventListener('change', follow));
    });
  }
}

/** Resolved through a real element, so that system colours such as CanvasText become colours too. */
function readColours(): Colours {
  const probe = document.createElement('i');
  document.documentElement.append(probe);
  const entries = names.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color] as const;
  });
  probe.remove();
  return Object.fromEntries(entries) as Colours;
}
