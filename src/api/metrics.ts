// Figures for Prometheus. Labels hold no ids of customers: rows of the route table, classes of status, nothing else.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Records } from '../records/index.js';
import type { CallLine } from './requests.js';
import type { Sessions } from './sessions.js';

export interface Metrics {
  called(line: CallLine): void;
  /** In the text form of Prometheus. */
  text(): Promise<{ readonly type: string; readonly text: string }>;
}

/** Figures of one server. */
export function openMetrics({
  records,
  sessions,
}: {
  readonly records: Records;
  readonly sessions: Sessions;
}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const calls = new Counter({
    name: 'muster_calls_total',
    help: 'Calls answered.',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const seconds = new Histogram({
    name: 'muster_call_seconds',
    help: 'Seconds from the arrival of a call to its answer.',
    labelNames: ['method', 'route'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60],
    registers,
  });
  const faults = new Counter({
    name: 'muster_faults_total',
    help: 'Calls that Muster could not carry out, by fault code.',
    labelNames: ['code'],
    registers,
  });
  new Gauge({
    name: 'muster_ledger_entries',
    help: 'Durable entries of the ledger.',
    registers,
    collect() {
      this.set(records.size());
    },
  });
  new Gauge({
    name: 'muster_sessions',
    help: 'Sessions that are signed in.',
    registers,
    collect() {
      this.set(sessions.size);
    },
  });
  return {
    called: ({ method, route, status, ms, fault }) => {
      const label = route === '' ? 'none' : route;
      calls.inc({ method, route: label, status });
      seconds.observe({ method, route: label }, ms / 1000);
      if (fault !== undefined) faults.inc({ code: fault.code });
    },
    text: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  };
}
