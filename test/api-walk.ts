// Walks over the end points of a stand: sends many calls, keeps what the record of each must say, and compares the two.
import assert from 'node:assert/strict';
import type { Route } from '../src/api/index.js';
import { listRecords, readRecord } from '../src/records/index.js';
import { type RawAnswer, sendRaw } from './api-raw.js';
import type { Somebody } from './api-scope-world.js';
import type { Stand } from './api-stand.js';

export type Params = Readonly<Record<string, string>>;

export interface Asked {
  readonly who: Somebody;
  readonly route: Route;
  readonly params?: Params;
  readonly body?: unknown;
  /** With its question mark. */
  readonly query?: string;
  /** What the record must name as touched, where the path does not tell it: tenant, group, user; undefined for any. */
  readonly impact?: readonly (string | undefined)[];
}

interface Made {
  readonly id: string;
  readonly who: Somebody;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly impact: readonly (string | undefined)[];
}

/** Asks the end points of a stand; `signIns` calls were made before. */
export function walkOf(stand: Stand, signIns: number) {
  const made: Made[] = [];
  /** Calls an end point. */
  const ask = async ({ who, route, params = {}, body, query = '', impact }: Asked) => {
    const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    const id = (name: string) => params[name] ?? '';
    const path = names.reduce(
      (text, name) => text.replace(`{${name}}`, encodeURIComponent(id(name))),
      route.path,
    );
    const { method } = route;
    const call = { method, path: path + query, headers: who.headers, body };
    const answer = await sendRaw(stand.api.url, call);
    const record = answer.headers['x-audit-record-id'];
    if (typeof record !== 'string') {
      const isBlank = route.asksForSession === true && who.kind === 'nobody';
      assert.ok(route.recorded === false || isBlank, `${route.operation} was not recorded`);
      return answer;
    }
    const ofPath = ['tenant_id', 'group_id', 'user_id'].map((name) =>
      names.includes(name) ? id(name) : '',
    );
    made.push({
      id: record,
      who,
      method,
      path: path + query,
      status: answer.status,
      impact: impact ?? ofPath,
    });
    return answer;
  };
  return {
    ask,
    /** Sees that each call has its record, and that there are no more records than calls, `others` among them. */
    assertRecorded: (others = 0) => assertRecorded(stand, made, signIns + others),
  };
}

/** Each record names who called, how it ended, and what it touched. */
async function assertRecorded(stand: Stand, made: readonly Made[], others: number): Promise<void> {
  const { reader } = stand.records;
  assert.equal(new Set(made.map(({ id }) => id)).size, made.length);
  for (const { id, who, method, path, status, impact } of made) {
    const record = await readRecord(reader, id);
    assert.ok(record, `there is no record of ${path}`);
    const touched = [record.impacted_tenant_id, record.impacted_group_id, record.impacted_user_id];
    assert.deepEqual(
      {
        method: record.http_method,
        path: record.end_point_full_url,
        status: record.status_code,
        author: record.author_id,
        role: record.author_role,
        impact: touched,
      },
      {
        method,
        path,
        status,
        author: who.name,
        role: who.kind === 'nobody' ? '' : String(who.level),
        // Whoever is not signed in touches nothing.
        impact:
          who.kind === 'nobody' && path !== '/api/v1/login/'
            ? ['', '', '']
            : impact.map((one, at) => one ?? touched[at]),
      },
    );
  }
  let count = 0;
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listRecords>> = await listRecords(
      reader,
      { from: '2000-01-01T00:00:00Z' },
      { limit: 1000, ...(cursor === null ? {} : { cursor }) },
    );
    count += page.records.length;
    cursor = page.nextCursor;
  } while (cursor !== null);
  assert.equal(count, made.length + others);
}

/** Some at a time; none is left running when one fails. */
export async function each<T>(list: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...list];
  const worker = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift())
      await work(one).catch((thrown: unknown) => {
        left.length = 0;
        throw thrown;
      });
  };
  const ends = await Promise.allSettled(Array.from({ length: 12 }, worker));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

/** An answer without what differs from call to call: the ids that were asked for, and the id of the record. */
export function told({ status, text, headers }: RawAnswer, params: Params): string {
  let rest = text.replaceAll(String(headers['x-audit-record-id']), '<record>');
  for (const [name, id] of Object.entries(params).sort(([, a], [, b]) => b.length - a.length))
    if (id !== '')
      rest = rest.replaceAll(id, `<${name}>`).replaceAll(encodeURIComponent(id), `<${name}>`);
  const names = Object.keys(headers).filter((name) => !/^(?:date|content-length)$/.test(name));
  return `${status} ${headers['content-type']} ${names.sort().join()} ${rest}`;
}

/** Whether a command that the simulator saw changes something. */
export const isModify = ({ name }: { readonly name: string }) =>
  /Modify|Add|Delete|Consolidated/.test(name);
