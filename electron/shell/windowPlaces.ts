import { readFileSync, renameSync, writeFileSync } from 'node:fs';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A window as it is found again: what it showed, and where. */
export interface WindowPlace {
  /** The session's file; undefined for the launch that comes with the product. */
  readonly session: string | undefined;
  readonly bounds: Rectangle;
  readonly isFullScreen: boolean;
}

const least = { width: 640, height: 480 };
/** So many windows are remembered. */
const mostPlaces = 16;

/**
 * Bounds that lie on a display that is there: on the one that shows most of the window, or the first where none does. A
 * window is moved before it is made smaller.
 */
export function clampBounds(bounds: Rectangle, displays: readonly [Rectangle, ...Rectangle[]]): Rectangle {
  const [first] = displays;
  const display = displays.reduce(
    (best, one) => (overlapOf(bounds, one) > overlapOf(bounds, best) ? one : best),
    first,
  );
  const width = Math.min(Math.max(bounds.width, least.width), display.width);
  const height = Math.min(Math.max(bounds.height, least.height), display.height);
  return {
    x: Math.min(Math.max(bounds.x, display.x), display.x + display.width - width),
    y: Math.min(Math.max(bounds.y, display.y), display.y + display.height - height),
    width,
    height,
  };
}

function overlapOf(one: Rectangle, other: Rectangle): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return Math.max(0, width) * Math.max(0, height);
}

/** What is not a place is left out: a window that is not found again is no reason not to start. */
export function decodePlaces(text: string): WindowPlace[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  return Array.isArray(value) ? value.slice(0, mostPlaces).flatMap((one: unknown) => decodePlace(one) ?? []) : [];
}

function decodePlace(value: unknown): WindowPlace | undefined {
  const { session, bounds, isFullScreen } = membersOf(value);
  const { x, y, width, height } = membersOf(bounds);
  if (!isPixels(x) || !isPixels(y) || !isPixels(width) || !isPixels(height)) return undefined;
  if (session !== undefined && typeof session !== 'string') return undefined;
  return { session, bounds: { x, y, width, height }, isFullScreen: isFullScreen === true };
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function isPixels(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(Number(value)) < 100_000;
}

export function readPlaces(path: string): WindowPlace[] {
  try {
    return decodePlaces(readFileSync(path, 'utf8'));
  } catch {
    // Nobody has closed a window yet, or what they left cannot be read: the room opens as it does the first time.
    return [];
  }
}

export function writePlaces(path: string, places: readonly WindowPlace[]): void {
  writeFileSync(`${path}.new`, JSON.stringify(places.slice(0, mostPlaces)));
  renameSync(`${path}.new`, path);
}
