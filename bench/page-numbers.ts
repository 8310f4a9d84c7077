// The list of a hundred thousand numbers: a key in its search beside a key in a bare field, and scrolling beside a plain list
// of 200 of the same rows, both in the same document.
import type { Page } from 'playwright-core';
import { line, median } from './measure.js';
import { quantile, row, times } from './page-stand.js';
import { actionMs } from './page-timing.js';

const plainRows = 200;
const steps = 300;

/** Digits of which each leaves fewer numbers; then they are taken back. */
const typed = '5231';

export async function numberSearch(page: Page, rounds: number): Promise<void> {
  await addPlain(page);
  const [own, bare]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    await showPlain(page, false);
    await page.locator('.number-search').focus();
    own.push(...(await keys(page, '.number-list > .row [role=status]')));
    await showPlain(page, true);
    await page.locator('#bench-field').focus();
    bare.push(...(await keys(page, '#bench-echo')));
  }
  await showPlain(page, false);
  row(`a key in a bare field, ${bare.length} keys`, bare);
  row('a key in the number search, to its results', own, times(own, bare, 'that'));
}

async function keys(page: Page, selector: string): Promise<number[]> {
  const took: number[] = [];
  for (const key of [...typed, ...[...typed].map(() => 'Backspace')])
    took.push(await actionMs(page, 'keydown', selector, () => page.keyboard.press(key)));
  return took;
}

/** A bare field that says what was typed, and copies of the first row of the list that all stand in the document. */
async function addPlain(page: Page): Promise<void> {
  await page.evaluate((count) => {
    const first = document.querySelector<HTMLElement>('.number-row[data-index]')!;
    const list = document.querySelector<HTMLElement>('.number-grid')!;
    const plain = document.createElement('div');
    plain.id = 'bench-plain';
    Object.assign(plain.style, { position: 'fixed', inset: 0, zIndex: 9, background: 'Canvas' });
    const field = document.createElement('input');
    field.id = 'bench-field';
    const echo = document.createElement('p');
    echo.id = 'bench-echo';
    field.oninput = () => echo.replaceChildren(field.value || 'nothing');
    echo.textContent = 'nothing';
    const scroller = document.createElement('div');
    scroller.id = 'bench-list';
    Object.assign(scroller.style, { height: `${list.clientHeight}px`, overflow: 'auto' });
    for (let at = 0; at < count; at += 1) {
      const copy = first.cloneNode(true) as HTMLElement;
      Object.assign(copy.style, { position: 'static', transform: 'none' });
      scroller.append(copy);
    }
    plain.append(field, echo, scroller);
    document.body.append(plain);
  }, plainRows);
}

/** The plain list lies over the page, or is away; what is hidden would lose its measures. */
async function showPlain(page: Page, isShown: boolean): Promise<void> {
  await page.evaluate((shown) => {
    document.querySelector<HTMLElement>('#bench-plain')!.hidden = !shown;
  }, isShown);
}

interface Scroll {
  /** Between two frames, ms. */
  readonly frames: number[];
  /** The main thread's work for one step, ms. */
  readonly work: number;
}

/** Scrolls in steps, one each frame: to the end, or so many pixels each. */
async function scroll(page: Page, selector: string, pixels?: number): Promise<Scroll> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const worked = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')!.value * 1000;
  };
  await page.evaluate((wanted) => document.querySelector(wanted)!.scrollTo(0, 0), selector);
  await page.waitForTimeout(200);
  const before = await worked();
  const frames = await page.evaluate(
    ([wanted, count, each]) =>
      new Promise<number[]>((resolve) => {
        const list = document.querySelector(wanted)!;
        // The list grows while its rows are measured.
        const way = () =>
          each === undefined ? list.scrollHeight - list.clientHeight : each * count;
        const between: number[] = [];
        let step = 0;
        let last: number | undefined;
        const frame = (now: number) => {
          if (last !== undefined) between.push(now - last);
          last = now;
          if (step > count) return resolve(between);
          list.scrollTo(0, (way() * step) / count);
          step += 1;
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
    [selector, steps, pixels] as const,
  );
  const work = ((await worked()) - before) / steps;
  await session.detach();
  return { frames, work };
}

/** The last row can be reached; the list may grow a little while its rows are measured. */
async function assertEnd(page: Page, count: number): Promise<void> {
  const last = page.locator(`.number-row[aria-rowindex="${count + 1}"]`);
  for (let tried = 0; tried < 20 && !(await last.isVisible()); tried += 1) {
    await page.evaluate(() => document.querySelector('.number-grid')!.scrollTo(0, 1e9));
    await page.waitForTimeout(50);
  }
  await last.waitFor({ timeout: 2_000 });
}

/** The whole list in so many steps, and as far in each step as the plain list goes. */
export async function numberScrolling(page: Page, count: number, rounds: number): Promise<void> {
  const all: Record<'plain' | 'slow' | 'fast', Scroll[]> = { plain: [], slow: [], fast: [] };
  for (let round = 0; round < rounds; round += 1) {
    await showPlain(page, true);
    all.plain.push(await scroll(page, '#bench-list'));
    const step = await page.evaluate((number) => {
      const list = document.querySelector('#bench-list')!;
      return (list.scrollHeight - list.clientHeight) / number;
    }, steps);
    await showPlain(page, false);
    all.slow.push(await scroll(page, '.number-grid', step));
    all.fast.push(await scroll(page, '.number-grid'));
    await assertEnd(page, count);
  }
  const plain = median(all.plain.map(({ work }) => work));
  const names = {
    plain: `${plainRows} plain rows to their end in ${steps} steps`,
    slow: `${count} numbers, as far in a step as those`,
    fast: `${count} numbers, to the end in ${steps} steps`,
  };
  for (const kind of ['plain', 'slow', 'fast'] as const) {
    const frames = all[kind].flatMap((one) => one.frames);
    const work = median(all[kind].map((one) => one.work));
    const long = (ms: number) => frames.filter((frame) => frame > ms).length / rounds;
    line(
      `   ${names[kind]}`,
      `frame median ${median(frames).toFixed(1)}, 95 % ${quantile(frames, 0.95).toFixed(1)} ms; ` +
        `over 25 ms ${long(25).toFixed(1)}, over 50 ms ${long(50).toFixed(1)} of ${steps}; ` +
        `work of a step ${work.toFixed(2)} ms${kind === 'plain' ? '' : `, ${(work / plain).toFixed(2)}x the plain list`}`,
    );
  }
}
