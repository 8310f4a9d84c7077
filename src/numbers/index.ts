// Directory numbers: parsing, ranges, and sets held as intervals. Pure.
export { type DnCell, type DnRange, formatDn, formatDnRange, parseDn, parseDnCell } from './dn.js';
export { DnSet, DnSetBuilder } from './dn-set.js';
