// Long runs of what the tests of the proxy do briefly: mutated documents, random cuts, many clients at once.
//
//   npm run build:test && node scripts/fuzz-proxy.mjs [--mutants 100000] [--cuts 10000] [--clients 1000] [--seed N]
//
// Ends with 1 as soon as something passes that must not, is lost, or is mixed up. The seed is shown, to run it again.
import { parseArgs } from 'node:util';

const mill = await import('../build/test/journeys/proxy-mill.js').catch(() => undefined);
if (mill === undefined) {
  console.error('the tests are not built: npm run build:test');
  process.exit(64);
}
const { values } = parseArgs({
  options: {
    mutants: { type: 'string', default: '100000' },
    cuts: { type: 'string', default: '10000' },
    clients: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_007) },
  },
});
const seed = Number(values.seed);
console.log(`seed ${seed}`);
const timed = async (what, run) => {
  const since = performance.now();
  const found = await run();
  console.log(`${what}: ${found} (${((performance.now() - since) / 1000).toFixed(1)} s)`);
};
const batch = 1_000;
await timed('mutants', async () => {
  let passed = 0;
  let refused = 0;
  for (let at = 0; at < Number(values.mutants); at += batch) {
    const count = Math.min(batch, Number(values.mutants) - at);
    const found = await mill.mutantsThrough(count, seed + at);
    passed += found.passed;
    refused += found.refused;
  }
  return `${passed} passed as far as they were good, ${refused} were refused whole`;
});
await timed('cuts', async () => {
  let documents = 0;
  for (let at = 0; documents < Number(values.cuts); at++)
    documents += await mill.cutsThrough(Math.min(500, Number(values.cuts) - documents), seed + at);
  return `${documents} documents came out as they went in`;
});
await timed('clients', async () => {
  const count = Number(values.clients);
  await mill.clientsThrough(count);
  return `${count} at once, each with its own answers`;
});
