import { toName } from './wire/wireName.ts';

/** What the samples of a file are said to come from where nothing in it says so: `checkout-day.csv.gz` is `checkout-day`. */
export function sourceName(fileName: string): string {
  const [name = ''] = fileName.split('.');
  return toName(name.slice(0, 100)) ?? 'import';
}
