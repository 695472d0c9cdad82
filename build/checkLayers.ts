import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix } from 'node:path';
import { isInAnyPath, judgeTable, toRoom } from './layerTable.ts';
import type { Door, LayerTable, Room } from './layerTable.ts';
import { layers } from './layers.ts';
import { listFiles } from './listFiles.ts';
import { readReferences } from './readReferences.ts';
import type { Reference } from './readReferences.ts';

/** A breach of the table: where, what it reaches for (as an exception would name it), and a sentence that says what to do. */
interface Breach {
  readonly file: string;
  readonly line: number;
  readonly to: string;
  readonly text: string;
}

const code = /\.(?:[cm]?[jt]sx?|svelte)$/;
const outside = ['build/**', 'test/**', 'vite.config.ts'];

/**
 * Judges a tree against the table. `files` are the texts of its files by path from the root, with `/` (files that hold no
 * code are ignored); `today` is `YYYY-MM-DD`. Gives one line per breach, `path:line: sentence`, in order of path and line.
 */
export function judgeLayers(files: ReadonlyMap<string, string>, table: LayerTable, today: string): string[] {
  const breaches: Breach[] = [];
  for (const [file, text] of files) if (code.test(file)) breaches.push(...judgeFile(file, text, files, table));
  breaches.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));

  const isTolerated = (breach: Breach): boolean =>
    table.exceptions.some((e) => e.from === breach.file && e.to === breach.to && e.until >= today);
  const lines = breaches.filter((breach) => !isTolerated(breach)).map((b) => `${b.file}:${b.line}: ${b.text}`);
  for (const e of table.exceptions) {
    if (!breaches.some((b) => e.from === b.file && e.to === b.to)) {
      lines.push(`build/layers.ts: the exception ${e.from} -> ${e.to} is needed no more: strike it.`);
    } else if (e.until < today)
      lines.push(`build/layers.ts: the exception ${e.from} -> ${e.to} ended on ${e.until}: mend the import.`);
  }
  return [...judgeTable(table).map((text) => `build/layers.ts: ${text}`), ...lines];
}

function judgeFile(file: string, text: string, files: ReadonlyMap<string, string>, table: LayerTable): Breach[] {
  const room = toRoom(table, file);
  if (room === undefined) {
    return [
      {
        file,
        line: 1,
        to: file,
        text: 'is in no room of the table: move it into one, or place its folder in build/layers.ts.',
      },
    ];
  }
  const breaches: Breach[] = [];
  for (const reference of readReferences(file, text)) {
    const add = (to: string, text: string): void => {
      breaches.push({ file, line: reference.line, to, text });
    };
    if (reference.kind === 'computed')
      add(reference.form, `${reference.form} takes a name known only at run time: write it as a literal.`);
    if (reference.kind === 'directive')
      add(reference.target, `refers to "${reference.target}" by a /// comment: write an import.`);
    const refused =
      reference.kind === 'module' ? judgeModule(file, room, reference.specifier, files, table) : undefined;
    if (refused !== undefined) {
      add(refused.to, refused.text);
      continue;
    }
    for (const door of table.doors) {
      const through = isInAnyPath(door.only, file) ? undefined : toPassage(door, reference);
      if (through !== undefined) add(door.name, toDoorText(door, through));
    }
  }
  return breaches;
}

type Refusal = Pick<Breach, 'to' | 'text'>;

function judgeModule(
  file: string,
  room: Room,
  specifier: string,
  files: ReadonlyMap<string, string>,
  table: LayerTable,
): Refusal | undefined {
  if (/^\.\.?(?:\/|$)/.test(specifier)) return judgeRelative(file, room, specifier, files, table);
  if (specifier.startsWith('node:')) return judgeBuiltin(room, specifier);
  if (isBuiltin(specifier))
    return { to: specifier, text: `imports ${specifier} by its old name: write node:${specifier}.` };
  if (/^[#/~]|^[a-z][a-z+.-]*:/i.test(specifier)) {
    return { to: specifier, text: `imports "${specifier}": write a relative path, a package or a node: module.` };
  }
  return judgePackage(room, specifier, table);
}

function judgeRelative(
  file: string,
  room: Room,
  specifier: string,
  files: ReadonlyMap<string, string>,
  table: LayerTable,
): Refusal | undefined {
  const target = posix.normalize(posix.join(posix.dirname(file), specifier.replace(/[?#].*$/, '')));
  if (target.startsWith('..') || target.startsWith('node_modules/')) {
    return { to: specifier, text: `imports "${specifier}", which is outside the repository: name a package instead.` };
  }
  if (posix.extname(target) === '')
    return { to: target, text: `imports "${specifier}": write the file's whole name, with its extension.` };
  const targetRoom = toRoom(table, target);
  if (targetRoom === undefined)
    return { to: target, text: `imports ${target}, which is in no room of the table: read it as a file or place it.` };
  if (targetRoom !== room && !room.rooms.includes(targetRoom.path)) {
    const allowed = room.rooms.length === 0 ? 'no other room' : room.rooms.map(toRoomName).join(', ');
    return { to: target, text: `may not import ${target}: ${toRoomName(room.path)} imports ${allowed}.` };
  }
  if (code.test(target) && !files.has(target))
    return { to: target, text: `imports ${target}, which is not there: mend the path.` };
  return undefined;
}

function judgeBuiltin(room: Room, specifier: string): Refusal | undefined {
  const name = toModuleName(specifier);
  if (room.builtins === 'any' || room.builtins.some((builtin) => `node:${builtin}` === name)) return undefined;
  const allowed =
    room.builtins.length === 0 ? 'no Node module' : room.builtins.map((builtin) => `node:${builtin}`).join(', ');
  return { to: specifier, text: `may not import ${specifier}: the table gives ${toRoomName(room.path)} ${allowed}.` };
}

function judgePackage(room: Room, specifier: string, table: LayerTable): Refusal | undefined {
  const name = toModuleName(specifier);
  if (room.packages.includes(name)) return undefined;
  const places = table.rooms.filter((other) => other.packages.includes(name)).map((other) => toRoomName(other.path));
  if (places.length === 0) {
    return {
      to: name,
      text: `imports the package ${name}, which the table does not place: add it to a room in build/layers.ts or do without.`,
    };
  }
  return { to: name, text: `may not import the package ${name}: the table places it in ${places.join(', ')}.` };
}

/** What of a reference goes through a door, as the message names it; undefined when nothing does. */
function toPassage(door: Door, reference: Reference): string | undefined {
  if (reference.kind === 'global') return door.globals?.includes(reference.name) === true ? reference.name : undefined;
  if (reference.kind === 'text')
    return door.textBeginsWith?.some((begin) => reference.text.startsWith(begin)) === true
      ? reference.text.slice(0, 30)
      : undefined;
  if (reference.kind !== 'module') return undefined;
  if (door.modules?.includes(toModuleName(reference.specifier)) === true) return reference.specifier;
  const name = reference.names.find(
    (imported) => door.imported?.includes(`${reference.specifier}#${imported}`) === true,
  );
  return name === undefined ? undefined : `${reference.specifier} ${name}`;
}

function toDoorText(door: Door, through: string): string {
  const only = door.only.filter((path) => !outside.includes(path)).map(toRoomName);
  return `reaches for ${door.name} (${through.trimEnd()}), whose only door is ${only.join(', ')}: go through it or take what it gives as a parameter.`;
}

/** `@scope/name/sub` -> `@scope/name`, `node:fs/promises` -> `node:fs`. */
function toModuleName(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

function toRoomName(path: string): string {
  return path.replace(/\/\*\*$/, '');
}

/** The texts of the code under a root, by path. */
export function readCode(root: string): Map<string, string> {
  const files = listFiles(root).filter((file) => code.test(file));
  return new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
}

if (import.meta.main) {
  const lines = judgeLayers(readCode(process.cwd()), layers, new Date().toISOString().slice(0, 10));
  for (const line of lines) console.log(line);
  process.exitCode = lines.length === 0 ? 0 : 1;
}
