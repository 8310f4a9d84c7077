// Runs every compiled test file with node:test. Arguments narrow it: `node scripts/test.mjs framer`.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const words = process.argv.slice(2);
const files = readdirSync(`${root}build`, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.js'))
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .sort()
  .map((file) => `build/${file}`);
if (files.length === 0) {
  console.error(`no test file matches ${words.join(' ') || 'at all'}`);
  process.exit(1);
}
// Most tests wait for sockets, processes and a browser: three files at once, though there may be but one core to spare.
const { status } = spawnSync(process.execPath, ['--test', '--test-concurrency=3', ...files], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(status ?? 1);
