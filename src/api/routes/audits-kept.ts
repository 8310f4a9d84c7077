// A kept audit, read back from the JSON it was kept as: the records hold text, the formats want the model.
import {
  type GroupAudit,
  groupAuditSchema,
  type Numbers,
  type Part,
  type PartName,
  partNames,
} from '../../audit/index.js';
import { type DnRange, DnSet, parseDn } from '../../numbers/index.js';

type Members = Readonly<Record<string, unknown>>;

/** The audit; undefined when the text is not one that this version wrote. Never throws. */
export function auditFrom(text: string): GroupAudit | undefined {
  try {
    const said = JSON.parse(text) as Members;
    if (said?.schema !== groupAuditSchema) return undefined;
    const parts = said.parts as Readonly<Record<PartName, Part<unknown> | undefined>>;
    const known = partNames.map((name) => {
      const part = parts[name] ?? { status: 'notAsked' };
      return [name, name === 'numbers' ? numbersPart(part as Part<Members>) : part];
    });
    return { ...said, parts: Object.fromEntries(known) } as unknown as GroupAudit;
  } catch {
    // Not of the shape that was written; what exactly is wrong helps nobody.
    return undefined;
  }
}

function numbersPart(part: Part<Members>): Part<Numbers> {
  if (!('value' in part)) return part;
  const { states, all, groupCallingLineIds, holders, unreadable, zerosDoubtful } = part.value;
  const value: Numbers = {
    states: (states as Members[]).map(({ assigned, activated, ...set }) => ({
      assigned: assigned as boolean,
      activated: activated as boolean,
      numbers: setFrom(set),
    })),
    all: setFrom(all as Members),
    groupCallingLineIds: setFrom(groupCallingLineIds as Members),
    holders: holders as Numbers['holders'],
    unreadable: unreadable as Numbers['unreadable'],
    ...(zerosDoubtful === undefined ? {} : { zerosDoubtful: setFrom(zerosDoubtful as Members) }),
  };
  return { ...part, value };
}

function setFrom({ ranges, total }: Members): DnSet {
  const set = DnSet.of((ranges as { first: string; last: string }[]).map(rangeFrom));
  if (set.size !== total) throw new Error('the ranges are not as many numbers as they say');
  return set;
}

function rangeFrom({ first, last }: { readonly first: string; readonly last: string }): DnRange {
  const from = parseDn(first);
  const to = parseDn(last);
  if (from === undefined || to === undefined) throw new Error('an end is not a number');
  if (from.prefix !== to.prefix || from.width !== to.width) throw new Error('the ends differ');
  return { ...from, last: to.last };
}
