// The wall of the house: imports go down, rooms are entered by their index, only south/ opens connections.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';

const source = join(process.cwd(), 'src');

/** Which rooms each room may import. `root` is src/index.ts, the library door. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  numbers: [],
  ocip: [],
  ledger: [],
  records: ['ledger', 'ocip'],
  south: ['records', 'ocip'],
  audit: ['south', 'ocip', 'numbers'],
  report: ['audit', 'numbers'],
  api: ['audit', 'report', 'south', 'records', 'ledger', 'ocip', 'numbers'],
  proxy: ['south', 'records', 'ocip'],
  simulator: ['ocip', 'numbers'],
  root: ['audit', 'report', 'south', 'records', 'ledger', 'ocip', 'numbers'],
  cli: [
    'audit',
    'report',
    'south',
    'records',
    'ledger',
    'ocip',
    'numbers',
    'simulator',
    'root',
    'api',
    'proxy',
  ],
};
/** Files outside every room that each may use. */
const free = new Set(['fault.ts', 'defaults.ts']);
/** Modules that can open a connection or a listening socket. */
const connects = new Set(['net', 'tls', 'http', 'https', 'http2', 'dgram', 'undici', 'fastify']);

interface Import {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** Types only: gone when it runs. */
  readonly isType: boolean;
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
const roomOf = (file: string) => (file.includes('/') ? (file.split('/')[0] as string) : 'root');

const imports: Import[] = files.flatMap((file) => {
  const found = [
    ...readFileSync(join(source, file), 'utf8').matchAll(
      /^(?:import|export)[^;]*?from '([^']+)'|import\('([^']+)'\)|^import '([^']+)'/gms,
    ),
  ];
  return found.map(([text, one, two, three]) => ({
    file,
    from: roomOf(file),
    to: (one ?? two ?? three) as string,
    isType: text.startsWith('import type'),
  }));
});
const inside = imports
  .filter(({ to }) => to.startsWith('.'))
  .map((one) => ({
    ...one,
    target: normalize(join(dirname(one.file), one.to))
      .replaceAll('\\', '/')
      .replace(/\.js$/, '.ts'),
  }));

test('every room is known to the wall', () => {
  const rooms = new Set(files.filter((file) => !free.has(file)).map(roomOf));
  assert.deepEqual([...rooms].sort(), Object.keys(mayImport).sort());
  assert.ok(inside.length > 100, 'the imports were found');
});

test('imports go down, and never sideways', () => {
  const climbers = inside.filter(({ from, target }) => {
    if (free.has(target)) return false;
    const room = roomOf(target);
    return room !== from && !mayImport[from]?.includes(room);
  });
  assert.deepEqual(
    climbers.map(({ file, target }) => `${file} imports ${target}`),
    [],
  );
});

test('a room is entered by its index only', () => {
  const burglars = inside.filter(
    ({ from, target, file }) =>
      !free.has(target) &&
      roomOf(target) !== from &&
      !target.endsWith('/index.ts') &&
      // The library door re-exports the models with their documentation.
      !(file === 'index.ts' && /^audit\/(?:trunk-)?model\.ts$/.test(target)) &&
      target !== 'index.ts',
  );
  assert.deepEqual(
    burglars.map(({ file, target }) => `${file} imports ${target}`),
    [],
  );
});

test('no file imports itself by way of others', () => {
  const next = new Map<string, string[]>();
  for (const { file, target } of inside) next.set(file, [...(next.get(file) ?? []), target]);
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    assert.ok(!path.includes(file), `a circle: ${[...path, file].join(' -> ')}`);
    if (done.has(file)) return;
    for (const target of next.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
});

test('only south opens connections, OIDC asks its issuer, and only the simulator, the API and the proxy listen', () => {
  const openers = imports.filter(
    ({ from, to, isType }) =>
      !isType && connects.has(to.replace(/^node:/, '')) && from !== 'south' && from !== 'simulator',
  );
  assert.deepEqual(
    openers.map(({ file, to }) => `${file} imports ${to}`),
    [
      'api/server.ts imports fastify',
      'proxy/listen.ts imports node:http',
      'proxy/listen.ts imports node:https',
      'proxy/listen.ts imports node:net',
      'proxy/listen.ts imports node:tls',
    ],
  );
  const listener = readFileSync(join(source, 'proxy/listen.ts'), 'utf8');
  const taken = [...listener.matchAll(/^import \{([^}]*)\} from 'node:/gm)]
    .flatMap(([, names]) => (names as string).split(','))
    .map((name) => name.trim().split(' as ')[0] as string);
  assert.deepEqual(
    [...new Set(taken.filter((name) => !name.startsWith('type ')))],
    ['createServer'],
  );
  const callers = files.filter(
    (file) =>
      roomOf(file) !== 'south' &&
      /(?<![.\w])fetch\(/.test(readFileSync(join(source, file), 'utf8')),
  );
  // The clients of the demo's history stand outside: they come in by the API like anybody, so that it records them.
  assert.deepEqual(callers, ['api/oidc.ts', 'cli/demo-clients.ts']);
});

test('south sends nothing that was not noted: every exchange stands behind a log', () => {
  const calls = files
    .filter((file) => roomOf(file) === 'south')
    .flatMap((file) =>
      readFileSync(join(source, file), 'utf8')
        .split('\n')
        .flatMap((line, at, lines) =>
          /\.exchange\(/.test(line) ? [{ file, before: lines.slice(Math.max(0, at - 8), at) }] : [],
        ),
    );
  assert.deepEqual(calls.map(({ file }) => file).sort(), [
    'south/elements/element-road.ts',
    'south/odin/odin-road.ts',
    'south/relay-http.ts',
    'south/relay.ts',
    'south/session.ts',
  ]);
  for (const { file, before } of calls) assert.match(before.join('\n'), /#noted\(/, file);
  // The wires are known to south's door, to the road of ODIN, to the relay, and to the probe, which sends nothing over them.
  const openers = inside
    .filter(({ target }) => /^south\/(?:tcp|soap|odin\/odin-wire)\.ts$/.test(target))
    .map(({ file }) => file);
  const callers = openers.filter((file) => !file.startsWith('south/odin/'));
  assert.deepEqual([...new Set(callers)].sort(), [
    'south/index.ts',
    'south/probe.ts',
    'south/relay.ts',
  ]);
});

test('only the edges read the environment and the clock', () => {
  const readers = files.filter((file) => {
    const room = roomOf(file);
    if (room === 'cli' || room === 'root' || room === 'simulator') return false;
    const text = readFileSync(join(source, file), 'utf8').replace(/^\s*(?:\/\/|\/?\*).*$/gm, '');
    return /process\.env|Date\.now\(|new Date\(\)/.test(text);
  });
  assert.deepEqual(readers, []);
});

test('no file is longer than 400 lines', () => {
  const long = files.filter(
    (file) => readFileSync(join(source, file), 'utf8').split('\n').length > 400,
  );
  assert.deepEqual(long, []);
});
