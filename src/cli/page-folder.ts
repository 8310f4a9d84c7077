// Where the web page lies in the package. It is built beside the command line, not compiled with it.
import { fileURLToPath } from 'node:url';

/** The folder; in a checkout that was not built there is none. */
export const pageFolder = fileURLToPath(new URL('../web', import.meta.url));
