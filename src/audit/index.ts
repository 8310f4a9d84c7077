// Group facts: one model, read from BroadWorks. Rendering is in report/.
export * from './model.js';
export {
  type AuditorOptions,
  groupReader,
  mercuryParts,
  type ReadGroup,
  type ReadOptions,
} from './read-group.js';
