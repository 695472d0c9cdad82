import { countWords, numberWords } from '../../../shared/judge/words.ts';
import { parseDigest, shortDigest } from '../../../shared/model/evidenceIdentity.ts';
import { valueAt } from '../../../shared/model/valueAt.ts';
import { nothingToCompare } from './commitWords.ts';
import { madeThen, readInstant } from './evidenceAge.ts';
import { unreadable } from './evidenceReading.ts';
import type { EvidenceAsked, Finding } from './evidenceReading.ts';
import { quoted, shown } from './evidenceText.ts';
import { isObject, listAt, readJson, textAt } from './jsonDocument.ts';
import { judgeComposedName } from './serviceName.ts';
import { countVulnerabilities } from './vulnerabilities.ts';

/** Reads a CycloneDX bill of materials. It passes with components and without an open critical or high vulnerability. */
export function readSbom(text: string, asked: EvidenceAsked): Finding {
  if (/^\s{0,99}</.test(text)) return unreadable('is XML; export it as CycloneDX JSON');
  const read = readJson(text);
  if (read.refusal !== undefined) return unreadable(read.refusal);
  const root = read.value;
  if (!isObject(root)) return unreadable('is no JSON object');
  if (textAt(root, 'spdxVersion') !== undefined) return unreadable('is SPDX; export it as CycloneDX JSON');
  const format = textAt(root, 'bomFormat');
  if (format !== 'CycloneDX')
    return unreadable(
      `has ${format === undefined ? 'no bomFormat' : `the bomFormat ${quoted(format)}`}; export CycloneDX`,
    );
  const specVersion = textAt(root, 'specVersion');
  if (specVersion === undefined || !/^1\.\d{1,2}$/.test(specVersion))
    return unreadable(
      `has ${specVersion === undefined ? 'no specVersion' : `the specVersion ${quoted(specVersion)}`}; versions 1.x can be read`,
    );
  const components = countComponents(root);
  if (components === undefined) return unreadable('has components that are no list of objects');
  const listed = listAt(root, 'vulnerabilities');
  const found = listed === 'wrong' ? undefined : countVulnerabilities(listed ?? []);
  if (found === undefined) return unreadable('has vulnerabilities that are no list of objects with lists of ratings');
  const instant = readInstant(valueAt(root, ['metadata', 'timestamp']), 'metadata.timestamp');
  if (instant.kind === 'bad') return unreadable(instant.refusal);

  const name = textAt(root, 'metadata', 'component', 'name');
  const digests = digestsOf(valueAt(root, ['metadata', 'component']));
  const wanted = asked.artifact === undefined ? undefined : parseDigest(asked.artifact);
  const digest = digests.find((one) => one === wanted) ?? digests[0];
  const faults = [...judgeComposedName(name === undefined ? [] : [name], asked), ...judgeArtifact(digests, asked)];
  if (components === 0) faults.push('lists 0 components');
  const open = `${numberWords(found.critical)} critical and ${numberWords(found.high)} high`;
  const first = found.firstGrave === undefined ? '' : `, first ${quoted(found.firstGrave)}`;
  if (found.critical + found.high > 0) faults.push(`lists ${open} vulnerabilities that are open${first}`);
  const told =
    listed === undefined
      ? 'and has no list of vulnerabilities'
      : `and ${countWords(found.all, 'vulnerability').replace(/ys$/, 'ies')}: ${open} open, ${numberWords(found.closed)} closed by analysis, ${numberWords(found.unrated)} without a severity`;
  return {
    kind: 'read',
    holds: `lists ${countWords(components, 'component')} ${told}${asked.artifact === undefined ? nothingToCompare : ''}`,
    faults,
    ...(asked.artifact !== undefined && digests.length === 0
      ? { note: 'it names no digest, so the artifact was not compared' }
      : {}),
    made: madeThen(instant),
    facts: {
      components,
      vulnerabilities: found.all,
      critical: found.critical,
      high: found.high,
      closed: found.closed,
      unrated: found.unrated,
      specVersion,
      ...(name === undefined ? {} : { name: shown(name) }),
      ...(digest === undefined ? {} : { digest }),
    },
  };
}

/** Components may hold components. Undefined where something else stands in their place. */
function countComponents(root: object): number | undefined {
  const lists = [listAt(root, 'components')];
  let components = 0;
  for (let list = lists.pop(); list !== undefined || lists.length > 0; list = lists.pop()) {
    if (list === undefined) continue;
    if (list === 'wrong') return undefined;
    for (const component of list) {
      if (!isObject(component)) return undefined;
      components += 1;
      const inner = listAt(component, 'components');
      if (inner !== undefined) lists.push(inner);
    }
  }
  return components;
}

/** SHA-256 digests of what the bill is of: among its hashes, or as its version or package URL where it is an image. */
function digestsOf(component: unknown): string[] {
  const hashes = listAt(component, 'hashes');
  const hashed = (hashes === undefined || hashes === 'wrong' ? [] : hashes).flatMap((hash) =>
    textAt(hash, 'alg')?.toUpperCase() === 'SHA-256' ? [`sha256:${textAt(hash, 'content') ?? ''}`] : [],
  );
  const version = textAt(component, 'version') ?? '';
  const inUrl = /sha256(?::|%3a)([0-9a-f]{64})/i.exec(textAt(component, 'purl')?.slice(0, 2_000) ?? '')?.[1];
  const written = [...hashed, version.startsWith('sha256:') ? version : '', inUrl ?? ''];
  return [...new Set(written.map((it) => parseDigest(it)).filter((it) => it !== undefined))];
}

function judgeArtifact(digests: readonly string[], { artifact }: EvidenceAsked): string[] {
  const [first] = digests;
  if (artifact === undefined || first === undefined) return [];
  const wanted = parseDigest(artifact);
  if (wanted !== undefined && digests.includes(wanted)) return [];
  return [`is of ${shortDigest(first)} but the plan names ${shown(shortDigest(artifact))}`];
}
