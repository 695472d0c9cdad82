import { isSameCommit, parseDigest, shortCommit, shortDigest } from '../../model/evidenceIdentity.ts';
import { excerptOf } from '../../model/excerpt.ts';

/** What a paper says, as it was read: `digest` is `sha256:<hex>`, `commit` a git commit. */
export type PaperFacts = Readonly<Record<string, string | number | boolean>>;
interface Deployed {
  readonly commit?: string;
  readonly digest?: string;
}

/**
 * A sentence when what was deployed is not what the paper speaks of. The digest speaks before the commit. Undefined when they
 * agree, and where one of the two does not say what the other does: nothing was compared then.
 */
export function deployMismatch(
  deploy: Deployed,
  { digest, commit }: PaperFacts,
  paper = 'accepted provenance',
): string | undefined {
  if (deploy.digest !== undefined && typeof digest === 'string') {
    const deployed = parseDigest(deploy.digest);
    if (deployed === undefined || deployed !== parseDigest(digest))
      return `The deploy is of ${shown(shortDigest(deploy.digest))} and the ${paper} of ${shown(shortDigest(digest))}.`;
  }
  if (deploy.commit !== undefined && typeof commit === 'string' && !isSameCommit(deploy.commit, commit))
    return `The deploy is of commit ${shown(shortCommit(deploy.commit))} and the ${paper} of commit ${shown(shortCommit(commit))}.`;
  return undefined;
}

/** Whether the two name anything that can be held against each other. */
export function canCompare(deploy: Deployed, { digest, commit }: PaperFacts): boolean {
  return (
    (deploy.digest !== undefined && typeof digest === 'string') ||
    (deploy.commit !== undefined && typeof commit === 'string')
  );
}

function shown(text: string): string {
  return text.trim() === '' ? 'no name' : excerptOf(text, 80);
}
