import { NoWayIn } from './openTransport.ts';

/** Hands a file to the host that served this page, to be spoken of by its SHA-256 in a command. */
export async function handOverFile(file: File): Promise<string> {
  let response: Response;
  try {
    // From where the page stands: the desktop's page stands in a folder that is its room's own.
    response = await fetch('evidence', {
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
