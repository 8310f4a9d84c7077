// Rows of a licence table, from whatever source: what is doubtful in them, and what stands there twice.
import type { Licence } from './model.js';

/** The rows without exact repetitions. `doubt` is told what makes the part partial; `words` such as `user service`. */
export function checkedLicences(
  rows: Iterable<Licence>,
  words: string,
  doubt: (message: string) => void,
): Licence[] {
  const licences: Licence[] = [];
  const seen = new Map<string, Licence>();
  for (const licence of rows) {
    const label = `the ${words} ${licence.name || '(without a name)'}`;
    if (licence.name === '') doubt(`a ${words} has no name; its usage is ${usageOf(licence)}`);
    if (licence.usage === 'unknown') {
      const sent = licence.asSent?.usage;
      doubt(
        sent === undefined
          ? `the usage of ${label} is missing`
          : `the usage of ${label} is not a number: ${sent}`,
      );
    }
    const other = seen.get(licence.name);
    if (other !== undefined && JSON.stringify(other) === JSON.stringify(licence)) continue;
    if (other !== undefined)
      doubt(`${label} is listed twice, with usage ${usageOf(other)} and ${usageOf(licence)}`);
    seen.set(licence.name, licence);
    licences.push(licence);
  }
  return licences;
}

const usageOf = ({ usage, asSent }: Licence) => asSent?.usage ?? usage;
