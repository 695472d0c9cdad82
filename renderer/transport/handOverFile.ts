import { NoWayIn } from './openTransport.ts';

/** Hands a file to the host that served this page, to be spoken of by its SHA-256 in a command. */
export async function handOverFile(file: File): Promise<string> {
  if (!location.protocol.startsWith('http')) {
    throw new NoWayIn('The desktop takes no files yet: hand it over in the browser, or with holdpoint attach.');
  }
  let response: Response;
  try {
    response = await fetch('/evidence', {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream', 'X-File-Name': encodeURIComponent(file.name) },
      body: file,
    });
  } catch {
    throw new NoWayIn('The file was not handed over: the host did not answer. Try again when it is back.');
  }
  if (!response.ok) throw new NoWayIn((await response.text()).trim());
  const answer = (await response.json()) as { readonly file: string };
  return answer.file;
}
