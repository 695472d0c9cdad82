/**
 * Whether two names are of one person, as people write names: in capitals or not, with one space or three, with characters
 * that nobody sees. Used where somebody else has to agree, so in doubt it is the same person.
 */
export function isSamePerson(one: string, other: string): boolean {
  return bareName(one) === bareName(other);
}

function bareName(name: string): string {
  const seen = name
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .toLowerCase();
  return seen.normalize('NFKC').replace(/\s+/gu, ' ').trim();
}
