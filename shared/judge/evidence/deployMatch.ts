import { isSameCommit, parseDigest, shortCommit, shortDigest } from '../../model/evidenceIdentity.ts';
import { excerptOf } from '../../model/excerpt.ts';

/** What an accepted provenance says, as it was read: `digest` is `sha256:<hex>`, `commit` a git commit. */
export type ProvenanceFacts = Readonly<Record<string, string | number | boolean>>;

/**
 * A sentence when what was deployed is not what the accepted provenance attests. The digest speaks before the commit. Undefined
 * when they agree, and where one of the two does not say what the other does: nothing was compared then.
 */
export function deployMismatch(
  deploy: { readonly commit?: string; readonly digest?: string },
  provenance: ProvenanceFacts,
): string | undefined {
  const { digest, commit } = provenance;
  if (deploy.digest !== undefined && typeof digest === 'string') {
    const deployed = parseDigest(deploy.digest);
    if (deployed === undefined || deployed !== parseDigest(digest))
      return `The deploy is of ${shown(shortDigest(deploy.digest))} and the accepted provenance of ${shown(shortDigest(digest))}.`;
  }
  if (deploy.commit !== undefined && typeof commit === 'string' && !isSameCommit(deploy.commit, commit))
    return `The deploy is of commit ${shown(shortCommit(deploy.commit))} and the accepted provenance of commit ${shown(shortCommit(commit))}.`;
  return undefined;
}

function shown(text: string): string {
  return text.trim() === '' ? 'no name' : excerptOf(text, 80);
}
