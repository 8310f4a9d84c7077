#!/usr/bin/env node
import module from 'node:module';

// From Node 22.8 on compiled code is kept from run to run; where that cannot be, nothing is lost.
module.enableCompileCache?.();
const { main } = await import('../dist/bin/main.js');
await main(process);
