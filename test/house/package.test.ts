// The package as users get it: packed, installed in an empty folder, run; and the example as CI runs it.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { demoWorld, type Simulator, startSimulator } from '../../src/simulator/index.js';

const root = process.cwd();
let folder: string;
let simulator: Simulator;
let environment: NodeJS.ProcessEnv;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'muster-package-'));
  simulator = await startSimulator({ world: demoWorld() });
  const { userId, password } = demoWorld().administrators[0]!;
  environment = {
    ...process.env,
    MUSTER_TARGET: simulator.urls[0],
    MUSTER_USERNAME: userId,
    MUSTER_PASSWORD: password,
  };
});

after(async () => {
  await simulator.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the packed tarball runs in an empty folder, as a command and as a library', async () => {
  // What is packed is what was built: `prepare` must not build while other tests use dist/.
  const packed = execFileSync(
    'npm',
    ['pack', '--ignore-scripts', '--json', '--pack-destination', folder],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  const [{ filename, files }] = JSON.parse(packed) as [
    { filename: string; files: { path: string }[] },
  ];
  const stray = files.filter(({ path }) => /\.test\.|^(?:src|test|bench|build)\//.test(path));
  assert.deepEqual(stray, []);
  const app = join(folder, 'app');
  const modules = join(app, 'node_modules');
  mkdirSync(modules, { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, filename), '-C', modules]);
  renameSync(join(modules, 'package'), join(modules, 'muster'));
  // Only what the manifest declares is there to be found; no registry is needed.
  const { dependencies, optionalDependencies } = JSON.parse(
    readFileSync(join(modules, 'muster', 'package.json'), 'utf8'),
  );
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
  writeFileSync(join(app, 'package.json'), '{"name":"app","type":"module","private":true}');
  const command = join(modules, 'muster', 'bin', 'muster.js');
  const demo = spawnSync(process.execPath, [command, 'demo', '--no-page'], {
    cwd: app,
    encoding: 'utf8',
  });
  assert.equal(demo.status, 0, demo.stderr);
  assert.match(demo.stdout, /GROUP AUDIT/);
  writeFileSync(
    join(app, 'use.js'),
    `import { connect } from 'muster';
     import schema from 'muster/schema/group-audit-1.json' with { type: 'json' };
     const { MUSTER_TARGET: target, MUSTER_USERNAME: username, MUSTER_PASSWORD: password } = process.env;
     const client = await connect({ records: 'none', target, username, password });
     const { message } = await client.auditGroup({ serviceProviderId: 'Brightwater', groupId: 'Head-Office' });
     await client.close();
     console.log(message, schema.$schema);`,
  );
  const output = await run(join(app, 'use.js'));
  assert.match(output, /Audit completed successfully https:\/\/json-schema.org/);
});

for (const file of readdirSync(join(root, 'examples'))) {
  test(`the example ${file} runs against the simulator`, async () => {
    const compiled = join(root, 'build', 'examples', file.replace(/\.ts$/, '.js'));
    const output = await run(compiled, 'Brightwater', 'Head-Office');
    assert.match(output, /Audit completed successfully/);
    assert.match(output, /Meeting-Room: 4 authorised, none used/);
    assert.match(output, /Rel_24/);
    assert.ok(readFileSync(join(root, 'examples', file), 'utf8').split('\n').length <= 25);
  });
}

/** Asynchronously: the simulator that it talks to lives in this process. */
function run(...words: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    // The example keeps its records where it runs.
    const child = spawn(process.execPath, words, { env: environment, cwd: folder });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (piece) => {
        output += piece;
      });
    child.on('close', (code) => (code === 0 ? resolve(output) : reject(new Error(output))));
  });
}
