// Words of the numbers and of the trunk capacity on the page of a group.
const many = (count: number, one: string, more: string) =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? one : more}`;

export const numbersStrings = {
  title: 'Numbers',
  aside: (total: number) => many(total, 'number', 'numbers'),
  none: 'The group has no numbers.',
  /** By assigned, then by activated: yes, no, not told. */
  assigned: { true: 'assigned', false: 'free', unknown: 'assignment unknown' },
  activated: { true: 'activated', false: 'deactivated', unknown: 'activation unknown' },
  totals: { total: 'Total', assigned: 'Assigned', free: 'Free', unknown: 'Assigned or free: unknown' },
  freeButShown: (count: number) => `${count} of them shown as the caller number of the group`,
  states: 'Numbers by state',
  stateHeads: { state: 'State', numbers: 'Numbers', share: 'Share', ranges: 'Ranges' },
  moreRanges: (count: number) => `and ${many(count, 'more range', 'more ranges')}`,
  moreOnPaper: (count: number) =>
    `and ${many(count, 'more range', 'more ranges')}: the JSON and CSV downloads have them all`,
  callingLineIds: 'Shown as the caller number of the group:',
  unreadable: (count: number) =>
    `${many(count, 'cell is not a number', 'cells are not numbers')}: not counted, not in the map, not in the list`,
  unreadableHeads: { text: 'Text as sent', why: 'Why', command: 'Command' },
  doubtful: (count: number) =>
    `${many(count, 'number', 'numbers')} came as plain figures: leading zeros may be lost.`,
  odd: (count: number) =>
    `${many(count, 'range', 'ranges')} of this audit cannot be read by this page; they are in no count below:`,
  holdersUnknown: 'Who holds the numbers is not known: no list says so.',
  elsewhere: (count: number) =>
    `${many(count, 'holder is named with a number', 'holders are named with numbers')} that the list of the group does not have:`,
  more: (count: number) => `and ${count.toLocaleString('en-GB')} more`,
  showAll: 'Show all',
  map: {
    title: 'Map',
    label: 'Map of the numbers, by rows',
    size: 'Numbers in a row',
    sizes: { 100: '100', 1000: '1,000', 10000: '10,000' } as Readonly<Record<number, string>>,
    hint: 'Choose a row to list its numbers. Arrow keys move.',
    row: (name: string, parts: readonly string[]) => `${name}: ${parts.join(', ')}`,
    part: (count: number, what: string) => `${count.toLocaleString('en-GB')} ${what}`,
    gap: (count: number) => `${count.toLocaleString('en-GB')} numbers in between are not the group’s`,
    otherPrefix: 'other numbers',
    notOwn: 'not the group’s',
    short: (assigned: number, free: number, unknown: number) =>
      [
        `${assigned.toLocaleString('en-GB')} assigned`,
        `${free.toLocaleString('en-GB')} free`,
        ...(unknown > 0 ? [`${unknown.toLocaleString('en-GB')} unknown`] : []),
      ].join(' · '),
  },
  list: {
    title: 'List',
    label: 'Numbers',
    search: 'Search the numbers',
    searchHint: 'Number, name, id, extension or department',
    byState: 'Show only numbers that are',
    within: (name: string) => `Row ${name}`,
    leave: (name: string) => `Leave row ${name}`,
    clear: 'Clear',
    fits: (fit: number, total: number) =>
      fit === total
        ? `All ${many(total, 'number', 'numbers')}`
        : `${fit.toLocaleString('en-GB')} of ${many(total, 'number', 'numbers')}`,
    cut: 'So many fit that not all are shown. Type more of the number.',
    tall: (shown: number) => `The list ends after ${shown.toLocaleString('en-GB')} rows. Narrow it by a search or a state.`,
    nothing: 'No number fits.',
    columns: {
      number: 'Number',
      state: 'State',
      holder: 'Holder',
      userId: 'User id',
      kind: 'Kind',
      extension: 'Extension',
      department: 'Department',
    },
    groupNumber: 'caller number of the group',
    zeros: 'zeros?',
    zerosWhy: 'came as a plain figure: leading zeros may be lost',
    person: 'Person',
    nobody: 'nobody',
    holderUnknown: 'holder unknown',
    noName: 'no name',
    noId: 'id not told',
    jump: 'Jump to',
    jumpHint: 'Number',
    go: 'Go',
    notFound: 'No such number in the list.',
    firstFree: 'First free:',
    noFree: 'None of these is free.',
    nextFree: 'Next free',
    selected: (count: number) => `${many(count, 'row', 'rows')} chosen`,
    selectHint: 'A click or an arrow key chooses a row, with Shift several. Enter opens the user. Escape lets go.',
    copyRanges: 'Copy as ranges',
    copyAll: 'Copy all that fit as ranges',
    copyNumbers: 'Copy one per line',
    copyNumber: 'Copy',
    printed: 'The list of single numbers is left out on paper; the CSV download has it.',
  },
};

export const trunkingStrings = {
  title: 'Trunk capacity',
  gauges: {
    calls: {
      title: 'Simultaneous calls',
      what: 'calls at once',
      hint: 'How many calls the trunk groups of this group may have at the same time.',
    },
    bursting: {
      title: 'Bursting calls',
      what: 'calls at once',
      hint: 'How many calls beyond that are let through while bursting.',
    },
    units: {
      title: 'Bursting licence units',
      what: 'units',
      hint: 'Business trunking licence units that the group has for bursting.',
    },
  },
  most: 'most that it can be given',
  has: 'has',
  unlimited: 'unlimited',
  unknown: 'unknown',
  notOnThisRelease: 'not on this release',
  none: 'none',
  words: {
    measured: (has: string, most: string) => `${has} of ${most} that it can be given`,
    over: (has: string, most: string) => `${has}, more than the ${most} that the level above leaves`,
    bothUnlimited: 'unlimited, and no limit above',
    unlimitedUnder: (most: string) => `unlimited, although the level above leaves ${most}`,
    noCeiling: (has: string) => `${has}; the level above sets no limit`,
    mostUnknown: (has: string) => `${has}; what the level above leaves is unknown`,
    mostAbsent: (has: string) => `${has}; this release does not tell what the level above leaves`,
    unknown: (most: string) => `unknown; it can be given ${most}`,
    notOnThisRelease: 'this release does not tell',
  },
  over: 'over',
};
