// The wall round the page: what it may import, that its words stand in one file, and how much is loaded at first.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

const files = readdirSync('web', { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.ts$|\.d\.ts$|vite\.config/.test(file));
const textOf = (file: string) => readFileSync(join('web', file), 'utf8');

/** Libraries that the page is built with. */
const libraries =
  /^(?:react(?:\/jsx-runtime)?|react-dom(?:\/client)?|@tanstack\/react-(?:query|virtual))$/;
/** Of the house it takes types, and the pure rules that must be the same on both sides. */
const pure = /^src\/(?:ledger\/(?:format|verify)|numbers)\//;

test('the page imports its libraries, types of the house, and the rules of the verifier', () => {
  const strays = files.flatMap((file) =>
    [...textOf(file).matchAll(/^(?:import|export)\b[^;]*? from '([^']+)'/gms)].flatMap(
      ([text, to = '']) => {
        const target = normalize(join('web', dirname(file), to)).replaceAll('\\', '/');
        const isFine = to.startsWith('.')
          ? target.startsWith('web/') || /^(?:import|export) type\b/.test(text) || pure.test(target)
          : libraries.test(to);
        return isFine ? [] : [`${file} imports ${to}`];
      },
    ),
  );
  assert.ok(files.length > 40, 'the files were found');
  assert.deepEqual(strays, []);
});

test('nothing is put into the page as markup or run as a text', () => {
  const dangerous =
    /dangerouslySetInnerHTML|\.(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write|\beval\(|new Function|srcDoc/;
  assert.deepEqual(
    files.filter((file) => dangerous.test(textOf(file))),
    [],
  );
});

test('all words stand in strings.ts', () => {
  // Between the tags of a component, and in the attributes that people hear or read.
  const words =
    /(?:(?<![=-])>\s*(?!\s*[{<])[^<>{}=;()&|]*[A-Za-z]{3,}[^<>{}=;()]*<\/)|(?:aria-label|placeholder|title|alt)="[^"]*[A-Za-z]{3,}/;
  const speaking = files
    .filter((file) => file.endsWith('.tsx'))
    .flatMap((file) => {
      const found = words.exec(textOf(file).replaceAll(/\/\/.*|\/\*[\s\S]*?\*\//g, ''));
      return found === null ? [] : [`${file}: ${found[0].trim().slice(0, 80)}`];
    });
  assert.deepEqual(speaking, []);
});

test('what the first page loads is at most 200 kB compressed', (t) => {
  const folder = join(process.cwd(), 'dist/web');
  assert.ok(existsSync(folder), 'npm run build');
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  // The largest page that anybody may open first, with all that it imports.
  const loaded = new Set<string>();
  const load = (file: string) => {
    if (loaded.has(file)) return;
    loaded.add(file);
    const text = readFileSync(join(folder, 'assets', file), 'utf8');
    for (const [, name = ''] of text.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) load(name);
  };
  for (const [, name = ''] of html.matchAll(/\/assets\/([^"]+)"/g)) load(name);
  const sizeOf = (names: Iterable<string>) =>
    [...names].reduce(
      (sum, name) =>
        sum + gzipSync(readFileSync(join(folder, 'assets', name)), { level: 9 }).length,
      gzipSync(html).length,
    );
  const frame = new Set(loaded);
  const pages = readdirSync(join(folder, 'assets')).filter((name) =>
    /^(?:provider-)?page-.*\.js$/.test(name),
  );
  assert.ok(pages.length >= 7, pages.join(' '));
  for (const page of pages) {
    loaded.clear();
    for (const one of frame) loaded.add(one);
    load(page);
    for (const css of readdirSync(join(folder, 'assets')))
      if (css.endsWith('.css')) loaded.add(css);
    const size = sizeOf(loaded);
    t.diagnostic(`${page}: ${(size / 1000).toFixed(0)} kB`);
    assert.ok(size <= 200_000, `${page}: ${size} bytes`);
  }
});
