/** Why an address leads to no source. The message is a sentence that says what to write. */
export class LiveAddressError extends Error {
  override readonly name = 'LiveAddressError';
}
