// A thread that checks slices for another one.
import { parentPort } from 'node:worker_threads';
import { verifySlice } from './slice.js';
import { type PackedSlice, unpacked } from './threads.js';

parentPort?.on('message', (packed: PackedSlice) => {
  parentPort?.postMessage(verifySlice(unpacked(packed)));
});
