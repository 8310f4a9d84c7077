// `muster south check`: does each connector to another network element answer, and if not, why? In words, and recorded.
import { styleText } from 'node:util';
import { Fault } from '../fault.js';
import type { Recorder } from '../records/index.js';
import type { CheckWords, SouthElement } from '../south/index.js';
import { closeElements, openElements } from './elements.js';
import { exitCodes } from './exit.js';
import { readSettings } from './settings.js';
import { recorderFrom } from './store.js';
import { harmless, type Terminal } from './terminal.js';

/** Tries the connector of that name, or all of them one after the other. */
export async function checkSouth(
  name: string | undefined,
  flags: Readonly<Record<string, unknown>>,
  terminal: Terminal,
): Promise<number> {
  const settings = await readSettings(flags, terminal.environment);
  const elements = openElements(settings, terminal);
  const chosen = elements.filter((one) => name === undefined || one.settings.name === name);
  if (chosen.length === 0) throw nothingToCheck(name, elements);
  const secrets = () => elements.flatMap((one) => one.secrets());
  const recorder = await recorderFrom(settings, terminal, secrets);
  let isAllWell = true;
  try {
    for (const element of chosen) {
      const verdict = await checked(element, recorder);
      isAllWell &&= verdict.ok;
      await terminal.print(lineOf(element, verdict, terminal.colour));
    }
  } finally {
    await closeElements(elements);
    await recorder.close();
  }
  return isAllWell ? exitCodes.complete : exitCodes.incomplete;
}

function nothingToCheck(name: string | undefined, elements: readonly SouthElement[]): Fault {
  const names = elements.map(({ settings }) => settings.name).join(', ');
  return name === undefined || names === ''
    ? new Fault('SETTING_INVALID', 'the settings file declares no elements; see docs/elements.md')
    : new Fault('USAGE_INVALID', `there is no element ${name}; there are ${names}`);
}

async function checked(element: SouthElement, recorder: Recorder): Promise<CheckWords> {
  const record = await recorder.open({
    endPointName: 'svc_v1:muster.south.check',
    url: `/api/v1/south/${element.settings.name}/`,
    method: 'GET',
    changes: false,
    actor: { id: '', role: '' },
    impact: { tenantId: '', groupId: '', userId: '', instanceName: '' },
  });
  const verdict = await element.check(record.south);
  const content = JSON.stringify(verdict);
  await record.close({
    status: verdict.ok ? 200 : 502,
    answer: { type: 'application/json', content },
  });
  return verdict;
}

function lineOf(
  { settings }: SouthElement,
  { ok, words }: CheckWords,
  isColoured: boolean,
): string {
  const mark = (ok ? 'ok' : 'FAILED').padEnd(8);
  const shown = isColoured
    ? styleText(ok ? 'green' : 'red', mark, { validateStream: false })
    : mark;
  const kind = [settings.protocol, settings.vendorType].filter(Boolean).join(' ');
  return `  ${shown} ${settings.name.padEnd(16)} ${kind.padEnd(16)} ${harmless(words)}\n`;
}
