/** The answer to "Strong objections?": silence is consent only where somebody asked. */
export function dissentWords(dissent: readonly { readonly role: string; readonly says: string }[] | null): string {
  if (dissent === null) return 'not asked';
  return dissent.length === 0 ? 'asked: none' : dissent.map(({ role, says }) => `${role}: ${says}`).join('; ');
}
