import fc from 'fast-check';

const surrogates = { first: 0xd800, count: 0x800 };

/** Any character there is. fast-check's own unit `binary` is the same, and builds a table of all of them: seconds a process. */
export const anyCharacter = fc
  .integer({ min: 0, max: 0x10ffff - surrogates.count })
  .map((place) => String.fromCodePoint(place < surrogates.first ? place : place + surrogates.count));
