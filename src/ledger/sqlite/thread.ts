// The writing thread: a desk at the end of a message port.
import { parentPort, workerData } from 'node:worker_threads';
import { type Ask, deskFor, type ThreadData } from './desk.js';

const port = parentPort!;
const desk = deskFor(workerData as ThreadData);

port.on('message', (ask: Ask) => {
  void desk(ask).then((answer) => {
    port.postMessage(answer);
    if (ask.kind === 'close') port.close();
  });
});
