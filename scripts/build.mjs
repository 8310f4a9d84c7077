// Compiles src/ to dist/, one file for one file, for users of the library; builds the web page into dist/web/; and bundles
// the command line into dist/bin/, where fewer files to open make it start sooner. Built beside it first, so that whoever
// runs dist/ meanwhile finds it whole.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { build as buildWithVite } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const beside = `${root}dist.${process.pid}`;
/** All in one folder, as deep as src/cli: paths from `import.meta.url` to the manifest and to threads are right everywhere. */
const bin = `${beside}/bin`;

/** Stays in node_modules: what has a binary, what looks for files of its own, and what only a service or a prompt needs. */
const external = [
  '@photostructure/sqlite',
  '@bomb.sh/tab',
  '@clack/prompts',
  'fastify',
  'jose',
  '@fastify/*',
  'pino',
  'prom-client',
];

/** Threads are files of their own, which share nothing with the rest. */
const threads = [
  'src/ledger/sqlite/thread.ts',
  'src/ledger/sqlite/runs.ts',
  'src/ledger/verify/worker.ts',
];

/** esbuild gives `await import()` of CommonJS no names. Node does: the names that Node finds are spelled out. */
const named = {
  name: 'names of CommonJS',
  setup({ onResolve, onLoad }) {
    const namespace = 'named';
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'dynamic-import' && !isExternal(path) ? { path, namespace } : undefined,
    );
    onLoad({ filter: /.*/, namespace }, async ({ path }) => {
      const names = Object.keys(await import(path)).filter((name) => /^\w+$/.test(name));
      return { contents: `export { ${names.join(', ')} } from '${path}';`, resolveDir: root };
    });
  },
};

const isExternal = (path) =>
  path.startsWith('node:') ||
  external.some((one) => `${path}/`.startsWith(`${one.replace('/*', '')}/`));

function compile() {
  const tsc = `${root}node_modules/typescript/bin/tsc`;
  const words = [tsc, '-p', 'tsconfig.build.json', '--outDir', beside];
  return spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit' }).status ?? 1;
}

async function bundle() {
  const options = {
    absWorkingDir: root,
    outdir: bin,
    entryNames: '[name]',
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.12',
    external,
    metafile: true,
    logLevel: 'warning',
  };
  // CommonJS in the bundle asks for modules of Node.
  const js = `import { createRequire as requireFrom } from 'node:module';
const require = requireFrom(import.meta.url);`;
  const entryPoints = ['src/cli/main.ts'];
  const { metafile } = await build({
    ...options,
    entryPoints,
    splitting: true,
    banner: { js },
    plugins: [named],
  });
  await build({ ...options, entryPoints: threads });
  assertFilesThere();
  writeFileSync(`${bin}/LICENSES.txt`, licencesOf(Object.keys(metafile.inputs)));
}

/** The page, with what is sent in its place to browsers that take it compressed. */
async function buildPage() {
  const outDir = `${beside}/web`;
  const { output } = await buildWithVite({
    configFile: `${root}web/vite.config.ts`,
    logLevel: 'warn',
    build: { outDir },
  });
  const modules = output.flatMap((one) => Object.keys(one.modules ?? {}));
  writeFileSync(`${outDir}/LICENSES.txt`, licencesOf(modules.map((one) => relative(root, one))));
  for (const file of readdirSync(`${outDir}/assets`)) {
    const bytes = readFileSync(`${outDir}/assets/${file}`);
    writeFileSync(`${outDir}/assets/${file}.gz`, gzipSync(bytes, { level: 9 }));
    writeFileSync(`${outDir}/assets/${file}.br`, brotliCompressSync(bytes));
  }
}

/** Whoever starts a thread or reads a file from beside itself must find it from the bundle, too. */
function assertFilesThere() {
  for (const file of readdirSync(bin)) {
    const text = readFileSync(`${bin}/${file}`, 'utf8');
    for (const [, path] of text.matchAll(/new URL\(\s*["'](\.[^"']+)["'],\s*import\.meta\.url/g))
      if (!existsSync(new URL(path, pathToFileURL(`${bin}/${file}`))))
        throw new Error(`dist/bin/${file} wants ${path}; bundle it, too, in scripts/build.mjs`);
  }
}

/** The licences of the packages that are bundled; every one must have its own. */
function licencesOf(files) {
  const folders = files.map((file) => /^.*?\bnode_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
  const texts = [...new Set(folders)].filter(Boolean).map((folder) => {
    const name = folder.split('node_modules/')[1];
    const file = readdirSync(`${root}${folder}`).find((one) => /^licen[cs]e/i.test(one));
    if (file === undefined) throw new Error(`${name} is bundled, but has no licence file`);
    return `${name}\n\n${readFileSync(`${root}${folder}/${file}`, 'utf8').trim()}\n`;
  });
  return texts.sort().join(`\n${'-'.repeat(80)}\n\n`);
}

let status = compile();
try {
  if (status === 0) {
    await buildPage();
    await bundle();
    rmSync(`${root}dist`, { recursive: true, force: true });
    renameSync(beside, `${root}dist`);
  }
} catch (thrown) {
  console.error(thrown);
  status = 1;
} finally {
  rmSync(beside, { recursive: true, force: true });
}
process.exitCode = status;
