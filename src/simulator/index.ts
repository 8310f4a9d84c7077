// A BroadWorks in memory, for people and tests: a world, answers over OCI-P and SOAP, and trouble on request.
export { demoWorld } from './demo/demo-world.js';
export { type GenerateOptions, generateWorld } from './demo/generate-world.js';
export { type FaultName, faultTable } from './fault-kinds.js';
export type { FaultControl, FaultEntry, FaultOptions } from './faults.js';
export { type Simulator, type SimulatorOptions, startSimulator } from './simulator.js';
export type { CommandSeen, Transport } from './wire/conversation.js';
export { parseWorld } from './world/parse-world.js';
export type { WorldState } from './world/state.js';
export { type Release, releases, type World, worldSchema } from './world/world.js';
