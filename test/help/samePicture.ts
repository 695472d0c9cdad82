import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright';
import { expect } from 'vitest';

const folder = join(import.meta.dirname, '../e2e/pictures');
const found = join(import.meta.dirname, '../../out/pictures');
const machineFile = join(folder, 'machine.json');
const isWriting = process.env['GOLDEN'] === 'write';

/** Differences of an eye's blink: smoothing of edges, nothing that anybody sees. */
const mostDifferent = 0.002;

/** What letters look like: another browser or font draws other pictures, which proves nothing. */
export function drawnBy(version: string): string {
  let font = 'unknown';
  try {
    font = execFileSync('fc-match', ['sans-serif'], { encoding: 'utf8' }).trim();
  } catch {
    // Without it the browser alone is told.
  }
  return `Chromium ${version.split('.')[0] ?? ''}, ${font}`;
}

/** Undefined where the pictures were drawn as this machine draws them; else why they cannot be held against these. */
export function otherMachine(drawn: string): string | undefined {
  if (isWriting || !existsSync(machineFile)) return undefined;
  const { drawnBy: kept } = JSON.parse(readFileSync(machineFile, 'utf8')) as { readonly drawnBy: string };
  return kept === drawn ? undefined : `the pictures were drawn by ${kept}, and this is ${drawn}`;
}

export function keepMachine(drawn: string): void {
  if (!isWriting) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(machineFile, `${JSON.stringify({ drawnBy: drawn })}\n`);
}

/**
 * Holds the page against the picture of this name, which `GOLDEN=write` takes anew. What differs lies in `out/pictures`.
 * The session's time stands, so its clocks are part of the picture.
 */
export async function expectPicture(page: Page, name: string): Promise<void> {
  const shot = await stillShot(page);
  const path = join(folder, `${name}.png`);
  if (isWriting) {
    writeFileSync(path, shot);
    return;
  }
  const different = existsSync(path) ? await differenceOf(page, readFileSync(path), shot) : 1;
  if (different <= mostDifferent) return;
  const own = join(found, `${name}.png`);
  mkdirSync(dirname(own), { recursive: true });
  writeFileSync(own, shot);
  expect.fail(
    `${name} is not what it was: ${(different * 100).toFixed(2)} % of it differ. It lies in ${own}; look at both, and take it with GOLDEN=write where it is right.`,
  );
}

/** Once nothing moves any more. */
async function stillShot(page: Page): Promise<Buffer> {
  const take = (): Promise<Buffer> => page.screenshot({ animations: 'disabled', caret: 'hide' });
  let last = await take();
  for (let tries = 0; tries < 40; tries += 1) {
    await page.waitForTimeout(400);
    const next = await take();
    if (next.equals(last)) return next;
    last = next;
  }
  throw new Error('The page does not come to rest.');
}

/** The share of pixels that look different, told by a browser, which reads pictures anyway. 1 where they are not of one size. */
async function differenceOf(page: Page, kept: Buffer, shot: Buffer): Promise<number> {
  const bench = await page.context().browser()?.newPage();
  if (bench === undefined) throw new Error('The browser is gone.');
  try {
    return await bench.evaluate(
      async (pictures) => {
        const [one, other] = await Promise.all(
          pictures.map(async (picture) => {
            const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
            const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
            const pen = new OffscreenCanvas(image.width, image.height).getContext('2d');
            pen?.drawImage(image, 0, 0);
            return pen?.getImageData(0, 0, image.width, image.height);
          }),
        );
        if (one === undefined || other === undefined) return 1;
        if (one.width !== other.width || one.height !== other.height) return 1;
        let different = 0;
        for (let at = 0; at < one.data.length; at += 4) {
          const most = Math.max(
            ...[0, 1, 2].map((of) => Math.abs((one.data[at + of] ?? 0) - (other.data[at + of] ?? 0))),
          );
          if (most > 24) different += 1;
        }
        return different / (one.data.length / 4);
      },
      [kept, shot].map((picture) => picture.toString('base64')),
    );
  } finally {
    await bench.close();
  }
}
