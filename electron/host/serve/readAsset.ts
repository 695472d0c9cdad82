import { readFile, realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { type Reply, toSentence } from './reply.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

const page = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Holdpoint</title>
<h1>Holdpoint is running</h1>
<p>The screens are not part of this version. The room is served over a WebSocket at /room.</p>
</html>
`;

/** A file of the screens, or a page that says that there are none. No path leads out of the folder, by no link either. */
export async function readAsset(path: string, folder: string | undefined): Promise<Reply> {
  if (folder === undefined) {
    return path === '/' ? { status: 200, type: 'text/html; charset=utf-8', body: page } : nothing;
  }
  // Names that the build makes: no dots at the start, no escapes, so nothing has to be decoded.
  if (!/^(?:\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+$|^\/$/.test(path)) return nothing;
  const type = types[path === '/' ? '.html' : extname(path)];
  if (type === undefined) return nothing;
  try {
    const root = await realpath(folder);
    const file = await realpath(join(root, path === '/' ? 'index.html' : path));
    if (!file.startsWith(`${root}${sep}`) || !(await stat(file)).isFile()) return nothing;
    return { status: 200, type, body: await readFile(file) };
  } catch {
    // A file that cannot be read is not told from one that is not there.
    return nothing;
  }
}

const nothing = toSentence(404, 'There is nothing here.');
