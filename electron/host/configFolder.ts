import { homedir } from 'node:os';
import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where Holdpoint keeps what belongs to a person and not to a session: `HOLDPOINT_CONFIG` where that is set, else the
 * place that the system has for such things. It need not be there yet.
 */
export function configFolder(
  environment: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const { HOLDPOINT_CONFIG: own, XDG_CONFIG_HOME: xdg, APPDATA: appData } = environment;
  if (own !== undefined && own !== '') return own;
  if (platform === 'win32') return join(appData ?? join(home, 'AppData', 'Roaming'), 'Holdpoint');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Holdpoint');
  return join(xdg !== undefined && xdg !== '' ? xdg : join(home, '.config'), 'holdpoint');
}

/** The file of the secret from which the ways into this person's sessions come. */
export function waysInFile(folder: string = configFolder()): string {
  return join(folder, 'ways-in.key');
}

/** The file of the key that signs what this person's sessions write down. */
export function signingKeyFile(folder: string = configFolder()): string {
  return join(folder, 'signing-key.pem');
}
