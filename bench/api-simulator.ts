// The simulator in a process of its own, for benches. Prints its address, ends with its input.
import { demoWorld, startSimulator } from '../src/simulator/index.js';

const { urls } = await startSimulator({ world: demoWorld() });
process.stdout.write(`${urls[0]}\n`);
process.stdin.resume().on('end', () => process.exit());
