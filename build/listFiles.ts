import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The files of a tree, as paths from the root with `/`, sorted: what git tracks or would track, and where there is no
 * git, everything but installed packages and hidden folders.
 */
export function listFiles(root: string): string[] {
  const files = existsSync(join(root, '.git')) ? listByGit(root) : listByWalk(root, '');
  return files.sort();
}

function listByGit(root: string): string[] {
  const git = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (git.status !== 0) return listByWalk(root, '');
  const files = new Set(git.stdout.split('\0').filter((file) => file !== ''));
  return [...files].filter((file) => existsSync(join(root, file)));
}

function listByWalk(root: string, folder: string): string[] {
  const files: string[] = [];
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isFile()) files.push(path);
    else if (entry.isDirectory() && entry.name !== 'node_modules' && entry.name !== '.git')
      files.push(...listByWalk(root, path));
  }
  return files;
}
