// Group facts: one model, read from BroadWorks by either source. Rendering is in report/.
export * from './model.js';
export {
  type AuditorOptions,
  groupReader,
  mercuryParts,
  type NumberDepth,
  type ReadGroup,
  type ReadOptions,
} from './read-group.js';
export { type ReadTrunks, trunkReader } from './read-trunks.js';
export * from './trunk-model.js';
