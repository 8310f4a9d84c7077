// Compiles src/ to dist/. Built beside it first, so that whoever runs dist/ meanwhile finds it whole.
import { spawnSync } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const beside = `${root}dist.${process.pid}`;
const tsc = `${root}node_modules/typescript/bin/tsc`;
const words = [tsc, '-p', 'tsconfig.build.json', '--outDir', beside];
const { status } = spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit' });
if (status === 0) {
  rmSync(`${root}dist`, { recursive: true, force: true });
  renameSync(beside, `${root}dist`);
}
rmSync(beside, { recursive: true, force: true });
process.exit(status ?? 1);
