const closed = 'closed the connection before its answer was whole';
const unreachable = 'cannot be reached from this machine: look at its network';

const byCode: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'refused the connection: start what should listen there, or correct the address'],
  ['ECONNRESET', closed],
  ['EPIPE', closed],
  ['ENOTFOUND', 'is a name that nobody knows: correct the address, or look at the DNS of this machine'],
  ['EAI_AGAIN', 'could not be looked up: look at the network and the DNS of this machine'],
  ['ETIMEDOUT', 'did not take the connection'],
  ['EHOSTUNREACH', unreachable],
  ['ENETUNREACH', unreachable],
  ['EADDRNOTAVAIL', unreachable],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'showed a certificate for another name: correct the address'],
  ['CERT_HAS_EXPIRED', 'showed a certificate that has expired: its owner must renew it'],
  ['CERT_NOT_YET_VALID', 'showed a certificate that is not valid yet: look at the clock of this machine'],
  ['CERT_REVOKED', 'showed a certificate that was revoked: its owner must renew it'],
]);

/**
 * What went wrong on a connection, to follow the receiver's name in a sentence. The error's own message is not repeated:
 * only its code is known to hold nothing of the request.
 */
export function toTroubleWords(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'no code';
  const words = byCode.get(code);
  if (words !== undefined) return words;
  if (code.startsWith('HPE_')) return `answered something that is not HTTP (${code})`;
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) {
    return `does not speak TLS as it should (${code}): look at its port and its certificate`;
  }
  if (/CERT|SIGNATURE|ISSUER/.test(code)) {
    const advice = 'name the file of its authority in NODE_EXTRA_CA_CERTS, or have its owner renew it';
    return `showed a certificate that this machine does not trust (${code}): ${advice}`;
  }
  return `could not be spoken to (${code})`;
}
