import { isObject, listAt, readJson, textAt } from './jsonDocument.ts';
import { decodeText, quoted } from './evidenceText.ts';
import { valueAt } from '../../../shared/model/valueAt.ts';

export type OpenedStatement =
  | { readonly refusal: undefined; readonly statement: object; readonly signatures: number }
  | { readonly refusal: string };

/** The statement of a document: itself, or the payload of the DSSE envelope that it is, or that a Sigstore bundle holds. */
export function openStatement(text: string): OpenedStatement {
  const read = readJson(text);
  if (read.refusal !== undefined) return read;
  if (!isObject(read.value)) return { refusal: 'is no JSON object' };
  const bundled = valueAt(read.value, ['dsseEnvelope']);
  const envelope = isObject(bundled) ? bundled : read.value;
  if (valueAt(envelope, ['payloadType']) === undefined && valueAt(envelope, ['payload']) === undefined)
    return { refusal: undefined, statement: envelope, signatures: 0 };
  return openEnvelope(envelope);
}

function openEnvelope(envelope: object): OpenedStatement {
  const type = textAt(envelope, 'payloadType');
  if (type !== 'application/vnd.in-toto+json')
    return { refusal: `is an envelope around ${type === undefined ? 'nothing named' : quoted(type)}, not in-toto` };
  const payload = textAt(envelope, 'payload') ?? '';
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(payload)) return { refusal: 'has a payload that is not base64' };
  const decoded = decodeText(Buffer.from(payload, 'base64'));
  if (decoded.text === undefined) return { refusal: `has a payload that ${decoded.refusal}` };
  const inner = readJson(decoded.text);
  if (inner.refusal !== undefined) return { refusal: `has a payload that ${inner.refusal}` };
  if (!isObject(inner.value)) return { refusal: 'has a payload that is no JSON object' };
  const signatures = listAt(envelope, 'signatures');
  if (signatures === 'wrong') return { refusal: 'has signatures that are no list' };
  return { refusal: undefined, statement: inner.value, signatures: signatures?.length ?? 0 };
}
