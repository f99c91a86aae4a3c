import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder that EpiGEN is installed in: above `dist/`, or the repository when the sources run. */
export const INSTALLATION = packageFolder(import.meta.dirname);

function packageFolder(folder: string): string {
  const above = dirname(folder);
  return existsSync(join(folder, 'package.json')) || above === folder ? folder : packageFolder(above);
}
