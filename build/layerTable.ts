/**
 * A room is a set of files that may import the same things. `path` is one of
 * - `shared/base/**`: everything under the folder,
 * - `electron/engine/*`: only the files directly in the folder,
 * - `vite.config.ts`: that one file.
 * A file lives in the room with the longest path that holds it; a file that no path holds may not exist.
 */
export interface Room {
  readonly path: string;
  /** Paths of the rooms that it may import besides itself. */
  readonly rooms: readonly string[];
  /** npm packages by name; a subpath (`svelte/store`) belongs to its package. */
  readonly packages: readonly string[];
  /** Node's own modules without `node:`; a subpath (`fs/promises`) belongs to its module. `any` is for tools and tests. */
  readonly builtins: readonly string[] | 'any';
}

/** Something dangerous that only a few places may touch, whatever their room allows. All lists are of paths as in `Room`. */
export interface Door {
  /** What goes through it, as it is named in the message. */
  readonly name: string;
  readonly only: readonly string[];
  /** npm packages and Node modules (with `node:`) that go through it. */
  readonly modules?: readonly string[];
  /** Names imported from a Node module, as `node:crypto#randomUUID`. */
  readonly imported?: readonly string[];
  /** Globals: a bare name (`setTimeout`, `console`), a member (`Math.random`), or a construction without arguments (`new Date()`). */
  readonly globals?: readonly string[];
  /** What the text of a string or template begins with. */
  readonly textBeginsWith?: readonly string[];
}

/** A breach that is known and has a day by which it is gone. The list starts empty and may only shrink. */
export interface LayerException {
  /** The importing file. */
  readonly from: string;
  /** What the message calls the target: a path, a package, a `node:` module or a door's name. */
  readonly to: string;
  /** The last day on which it is tolerated, `YYYY-MM-DD`. */
  readonly until: string;
  readonly why: string;
}

export interface LayerTable {
  readonly rooms: readonly Room[];
  readonly doors: readonly Door[];
  readonly exceptions: readonly LayerException[];
}

/** Whether a path of the table holds a file (both relative to the root, with `/`). */
export function isInPath(path: string, file: string): boolean {
  if (path.endsWith('/**')) return file.startsWith(path.slice(0, -2));
  if (path.endsWith('/*')) {
    const folder = path.slice(0, -1);
    return file.startsWith(folder) && !file.slice(folder.length).includes('/');
  }
  return file === path;
}

export function isInAnyPath(paths: readonly string[], file: string): boolean {
  return paths.some((path) => isInPath(path, file));
}

/** The room in which a file lives: the one with the longest path that holds it. */
export function toRoom(table: LayerTable, file: string): Room | undefined {
  let best: Room | undefined;
  for (const room of table.rooms) {
    if (isInPath(room.path, file) && (best === undefined || room.path.length > best.path.length)) best = room;
  }
  return best;
}

/** What is wrong with the table itself: rooms named twice, rooms that are not there, rooms that import each other. */
export function judgeTable(table: LayerTable): string[] {
  const wrong: string[] = [];
  const byPath = new Map<string, Room>();
  for (const room of table.rooms) {
    if (byPath.has(room.path)) wrong.push(`The table names the room ${room.path} twice: keep one.`);
    byPath.set(room.path, room);
  }
  for (const room of table.rooms) {
    for (const target of room.rooms) {
      if (!byPath.has(target))
        wrong.push(`${room.path} may import ${target}, which is no room of the table: add it or strike it.`);
    }
  }
  for (const room of table.rooms) {
    if (canReach(byPath, room.path, room.path))
      wrong.push(`${room.path} can import itself by way of other rooms: break the circle.`);
  }
  return wrong;
}

function canReach(byPath: ReadonlyMap<string, Room>, from: string, to: string): boolean {
  const seen = new Set<string>();
  const open = [...(byPath.get(from)?.rooms ?? [])];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (path === to) return true;
    if (seen.has(path)) continue;
    seen.add(path);
    open.push(...(byPath.get(path)?.rooms ?? []));
  }
  return false;
}
