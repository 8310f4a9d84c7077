// Stopwatches inside the page: from a navigation, a key or a click until what was waited for has been painted. What runs in the
// browser is sent there as text: it may use nothing of this module.
import type { Page } from 'playwright-core';

/** What `prepare` leaves in every document. */
interface Watched {
  /** Calls back once something holds, after the frame that shows it; looks after every change of the document. */
  benchWhen(holds: () => boolean, then: () => void): void;
  /** Of the stopwatch that was set last, ms. */
  benchTime?: Promise<number>;
}

/** Runs before anything of the page does. Of a page that is opened, the time starts with the navigation. */
export function prepare(): void {
  const contents: readonly (readonly [string, string])[] = [
    ['/reference/', 'h1'],
    ['/groups/', '.number-row[data-index]'],
    ['/records/', '.headline'],
    ['/records', '.record-row'],
    ['/proof', '.verdict'],
    ['/', 'a.found-link, .sign-in form'],
  ];
  const watched = globalThis as unknown as Watched;
  watched.benchWhen = (holds, then) => {
    const look = () => {
      if (!holds()) return;
      watcher.disconnect();
      // A message that is posted in a frame comes after it was painted.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = then;
        port2.postMessage('');
      });
    };
    const watcher = new MutationObserver(look);
    const all = { childList: true, subtree: true, characterData: true, attributes: true };
    watcher.observe(document, all);
    look();
  };
  const content = contents.find(([path]) => location.pathname.startsWith(path))?.[1];
  if (content === undefined) return;
  watched.benchTime = new Promise((resolve) => {
    const isThere = () => document.querySelector(content) !== null;
    watched.benchWhen(isThere, () => resolve(performance.now()));
  });
}

const timeIn = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as Watched).benchTime ?? Promise.reject());

/** From the navigation until the first content has been painted; what counts as content stands in `prepare`. */
export async function openingMs(page: Page, url: string): Promise<number> {
  await page.goto(url, { waitUntil: 'commit' });
  return timeIn(page);
}

/**
 * From the next key or click until what `selector` finds is there anew or says something else, and has been painted. `act`
 * must press or click once.
 */
export async function actionMs(
  page: Page,
  kind: 'keydown' | 'click',
  selector: string,
  act: () => Promise<void>,
): Promise<number> {
  await page.evaluate(
    ([event, wanted]) => {
      const watched = globalThis as unknown as Watched;
      const textOf = () => document.querySelector(wanted)?.textContent;
      watched.benchTime = new Promise((resolve, reject) => {
        setTimeout(reject, 60_000, new Error(`${event}: nothing came of it at ${wanted}`));
        const start = ({ timeStamp }: Event) => {
          const before = textOf();
          let wasGone = before === undefined;
          const isAnew = () => {
            const text = textOf();
            wasGone ||= text === undefined;
            return text !== undefined && (wasGone || text !== before);
          };
          watched.benchWhen(isAnew, () => resolve(performance.now() - timeStamp));
        };
        addEventListener(event, start, { once: true, capture: true });
      });
    },
    [kind, selector] as const,
  );
  await act();
  return timeIn(page);
}
