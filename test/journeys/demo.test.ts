// The demo: a week of history made by real clients, its audit, and a page that a link signs in to. In this process, and as
// people run it.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { type DemoHouse, demo } from '../../src/cli/demo.js';
import { timeOn } from '../../src/cli/demo-clock.js';
import type { Terminal } from '../../src/cli/terminal.js';
import { verifyProofFile } from '../../src/ledger/index.js';
import { emptyFolder, muster, start } from '../run-cli.js';
import { amelia, auditor, office } from '../serve-process.js';

const day = 24 * 3_600_000;

interface Running {
  readonly printed: () => string;
  readonly said: () => string;
  /** Ends it as Ctrl-C does; gives its exit code. */
  end(): Promise<number>;
  readonly ended: Promise<number>;
  /** Somebody presses Enter. */
  enter(): void;
}

/** Runs it here, as if at a terminal. */
function run(flags: Parameters<typeof demo>[0], isTTY = true): Running {
  let [printed, said] = ['', ''];
  const stop = new AbortController();
  const listeners = new Set<() => void>();
  const keyboard = {
    isTTY,
    on: (_: string, one: () => void) => listeners.add(one),
    off: (_: string, one: () => void) => listeners.delete(one),
    resume: () => undefined,
    pause: () => undefined,
  } as unknown as DemoHouse['keyboard'];
  const terminal: Terminal = {
    environment: {},
    now: Date.now,
    width: 100,
    colour: false,
    interactive: false,
    stop: stop.signal,
    print: async (pieces) => {
      printed += typeof pieces === 'string' ? pieces : [...pieces].join('');
    },
    log: () => undefined,
    say: (line) => {
      said += `${line}\n`;
    },
    warn: (line) => {
      said += `warning: ${line}\n`;
    },
    progress: () => undefined,
    ask: async () => undefined,
    askHidden: async () => undefined,
  };
  const ended = demo(flags, terminal, { version: '0.0.0', keyboard });
  return {
    printed: () => printed,
    said: () => said,
    ended,
    end: () => {
      stop.abort();
      return ended;
    },
    enter: () => {
      for (const one of listeners) one();
    },
  };
}

const linkForm = /Open (http:\S+?)\/sign-in#code=([\w-]{43}) {2}\(works once, for 10 minutes\)/g;
const linksIn = (text: string) => [...text.matchAll(linkForm)];

/** Waits for something that it prints. */
async function until(it: Running, reached: () => boolean): Promise<void> {
  let hasEnded = false;
  it.ended.then(
    () => {
      hasEnded = true;
    },
    () => {
      hasEnded = true;
    },
  );
  while (!reached()) {
    if (hasEnded) throw new Error(`it ended: ${it.said()}${it.printed()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const postJson = (url: string, body: unknown) =>
  fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

async function signIn(url: string, code: string) {
  const answer = await postJson(`${url}/api/v1/login/link/`, { code });
  return { status: answer.status, cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
}

describe('a week of history', () => {
  let it: Running;
  let url = '';
  let cookie = '';
  const began = Date.now();
  // biome-ignore lint/suspicious/noExplicitAny: parsed JSON of many shapes
  const get = async (path: string): Promise<any> => {
    const answer = await fetch(`${url}${path}`, { headers: { Cookie: cookie } });
    assert.equal(answer.status, 200, path);
    return answer.json();
  };
  const records = async (query: string) =>
    (await get(`/api/v1/local/audit_records/?limit=100&${query}`)).auditRecords;
  const timeOf = (record: { request_time: string }) => Date.parse(record.request_time);

  before(async () => {
    it = run({ listen: '127.0.0.1:0' });
    await until(it, () => it.printed().includes('Ctrl-C ends it'));
    const [link] = linksIn(it.printed());
    assert.ok(link, it.printed());
    url = link[1]!;
    const entered = await signIn(url, link[2]!);
    assert.equal(entered.status, 200);
    cookie = entered.cookie;
  });
  after(async () => {
    assert.equal(await it.end(), 0);
  });

  test('the audit is printed as it always was: the week has left no trace in it', async () => {
    assert.match(it.printed(), /^GROUP AUDIT\n {2}Group {13}Head-Office\n/);
    const plain = run({ page: false });
    assert.equal(await plain.ended, 0);
    const auditIn = (text: string) =>
      text
        .slice(0, text.indexOf('\nAUDIT RECORD'))
        .replace(/^ {2}(?:Source|Read at|Started|Finished|Read).*\n/gm, '')
        .replaceAll(/\d+ ms|\d\d:\d\d:\d\d\S*/g, '');
    assert.equal(auditIn(it.printed()), auditIn(plain.printed()));
  });

  test('the link tells whom it is for, works once, and is followed by another on Enter', async () => {
    const [link] = linksIn(it.printed());
    assert.equal((await signIn(url, link![2]!)).status, 401);
    it.enter();
    const links = linksIn(it.printed());
    assert.equal(links.length, 2);
    assert.notEqual(links[1]![2], link![2]);
    assert.equal((await signIn(url, links[1]![2]!)).status, 200);
    assert.equal((await get('/api/v1/login/')).id, auditor);
  });

  test('the other accounts that it names can sign in', async () => {
    for (const username of [office, amelia]) {
      assert.ok(it.printed().includes(username));
      const answer = await postJson(`${url}/api/v1/login/`, { username, password: 'tide-table-7' });
      assert.equal(answer.status, 200, username);
    }
  });

  test('who changed the call forwarding of amelia.stone yesterday is there, with its proof', async () => {
    const found = await records(
      `userId=${amelia}&method=PUT&endPointName=svc_v1:apio.tenant.group.user.call_forwarding_always`,
    );
    assert.equal(found.length, 1);
    const [change] = found;
    assert.deepEqual([change.author_id, change.status_code], [office, 200]);
    assert.match(change.request_data, /\+441632960999/);
    const [from, to] = [timeOn(began, 1, '14:00:00'), timeOn(began, 1, '15:00:00')];
    assert.ok(timeOf(change) > from && timeOf(change) < to, change.request_time);
    assert.match(change.south_data, /UserCallForwardingAlwaysModifyRequest/);
    const proof = await get(`/api/v1/local/audit_records/${change.internal_id}/proof/`);
    const key = await fetch(`${url}/api/v1/local/verifier_key/`, { headers: { Cookie: cookie } });
    const verdict = verifyProofFile(JSON.stringify(proof), (await key.text()).trim());
    assert.equal(verdict.ok, true);
    const now = await get(
      `/api/v1/tenants/Brightwater/groups/Head-Office/users/${amelia}/services/call_forwarding_always/`,
    );
    assert.deepEqual([now.active, now.forwardToPhoneNumber], [true, '+441632960999']);
  });

  test('some of it was refused by BroadWorks, by the proxy, at the door; of one nobody knows', async () => {
    const told = (await records('outcome=refused')).map(
      (one: { author_id: string; status_code: number; impacted_user_id: string }) =>
        `${one.status_code} ${one.author_id} ${one.impacted_user_id}`,
    );
    const domain = '@brightwater.example.net';
    for (const one of [
      `400 ${office} lucia.vasquez${domain}`,
      `403 provisioner@example.net ivo.santos${domain}`,
    ])
      assert.ok(told.includes(one), told.join('\n'));
    assert.ok(
      told.some((one: string) => one.startsWith('401 ') && one.endsWith(` admin${domain}`)),
    );
    const unknown = await records('outcome=unknown');
    assert.deepEqual(
      unknown.map((one: { author_id: string; impacted_user_id: string }) => [
        one.author_id,
        one.impacted_user_id,
      ]),
      [[`admin${domain}`, `ben.okoro${domain}`]],
    );
  });

  test('audits of several days by several hands differ, and one is partial', async () => {
    const { audits } = await get('/api/v1/tenants/Brightwater/groups/Head-Office/audits/');
    const days = new Set(
      audits
        .map((one: { requestTime: string }) => Date.parse(one.requestTime) / day)
        .map(Math.floor),
    );
    assert.ok(days.size >= 5, JSON.stringify(audits[0]));
    const kept = await records('method=POST&endPointName=svc_v1:muster.tenant.group.audits');
    assert.deepEqual([...new Set(kept.map((one: { author_id: string }) => one.author_id))].sort(), [
      auditor,
      'machine:morning-roll',
    ]);
    assert.equal(kept.filter((one: { status_code: number }) => one.status_code === 207).length, 1);
    // Newest first: on four mornings there was one user more.
    const users = kept
      .filter((one: { impacted_group_id: string }) => one.impacted_group_id === 'Head-Office')
      .map(
        ({ answer_data }: { answer_data: string }) =>
          JSON.parse(answer_data).parts.licences.value.servicePacks.find(
            ({ name }: { name: string }) => name === 'Standard-Voice',
          ).usage,
      );
    assert.deepEqual(users, [5, 6, 6, 6, 6, 5, 5]);
  });

  test('everything lies in the past, in order, and is what few enough calls made', async () => {
    const all = await records('from=2000-01-01&order=asc');
    const old = all.filter((one: { request_time: string }) => timeOf(one) < began - 60_000);
    assert.ok(old.length >= 40 && old.length <= 60, String(old.length));
    const times = all.map(timeOf);
    assert.deepEqual(
      times,
      times.toSorted((one: number, other: number) => one - other),
    );
    const seconds = all.map(({ internal_id }: { internal_id: string }) =>
      Number(internal_id.slice(37)),
    );
    assert.deepEqual(
      seconds,
      seconds.toSorted((one: number, other: number) => one - other),
    );
    assert.ok(times[0] < began - 6 * day && times[0] > began - 8.2 * day);
    for (const one of old)
      assert.ok(Date.parse(one.answer_time) - timeOf(one) < 30_000, one.answer_time);
  });

  test('the whole ledger is right', () => {
    assert.match(
      it.printed(),
      /recomputed from its first entry: right: \d+ entries, \d+ records, \d+ checkpoints/,
    );
  });
});

/** Demos of this test leave their folders here, if they leave any. */
function withTemp(): Disposable & { left(): readonly string[] } {
  const folder = emptyFolder();
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder.path;
  return {
    left: () => readdirSync(folder.path),
    [Symbol.dispose]: () => {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
      folder[Symbol.dispose]();
    },
  };
}

/** A listener that somebody else has. */
async function taken(port: number): Promise<AsyncDisposable & { readonly port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    // Taken already, which is as good.
    server.once('error', () => resolve());
    server.listen(port, '127.0.0.1', () => resolve());
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

describe('the demo here', () => {
  test('takes another port when the usual one is taken, makes no links without a terminal, and leaves nothing', async () => {
    using temp = withTemp();
    await using _other = await taken(8080);
    const it = run({}, false);
    await until(it, () => it.printed().includes('Ctrl-C ends it'));
    assert.equal(temp.left().length, 1);
    it.enter();
    assert.doesNotMatch(it.printed(), /Enter makes/);
    const links = linksIn(it.printed());
    assert.equal(links.length, 1);
    assert.notEqual(new URL(links[0]![1]!).port, '8080');
    assert.equal(await it.end(), 0);
    assert.deepEqual(temp.left(), []);
    await assert.rejects(fetch(links[0]![1]!));
  });

  test('keeps to the port that was said, and tells when that is taken', async () => {
    using temp = withTemp();
    await using other = await taken(0);
    const it = run({ listen: `127.0.0.1:${other.port}` });
    await assert.rejects(it.ended, { code: 'LISTEN_REFUSED' });
    assert.deepEqual(temp.left(), []);
  });

  test('can be stopped before it is ready', async () => {
    using temp = withTemp();
    const it = run({ listen: '127.0.0.1:0' });
    await assert.rejects(it.end(), { code: 'INTERRUPTED' });
    assert.deepEqual(temp.left(), []);
  });

  test('refuses what makes no sense before anything is started', async () => {
    for (const flags of [
      { page: false, listen: '127.0.0.1:0' },
      { listen: '8080' },
      { listen: '127.0.0.1:99999' },
    ]) {
      const it = run(flags);
      await assert.rejects(it.ended, { code: 'USAGE_INVALID' });
      assert.equal(it.said() + it.printed(), '');
    }
  });
});

describe('the demo as people run it', () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    test(`ends with the link, which signs in, and goes when it is told to by ${signal}`, async () => {
      using folder = emptyFolder();
      const demo = start(['demo', '--listen', '127.0.0.1:0'], { env: { TMPDIR: folder.path } });
      await demo.until(() => demo.stdout.includes('Ctrl-C ends it'));
      const [link] = linksIn(demo.stdout);
      assert.ok(link, demo.stdout);
      assert.equal((await signIn(link[1]!, link[2]!)).status, 200);
      demo.child.kill(signal);
      const { code, stderr } = await demo.ended;
      assert.equal(code, 0, stderr);
      // Node keeps what it has compiled.
      const left = readdirSync(folder.path).filter((name) => name !== 'node-compile-cache');
      assert.deepEqual(left, []);
    });

  test('wrong words are wrong usage', async () => {
    const { code, stdout } = await muster(['demo', '--no-page', '--listen', '127.0.0.1:0']);
    assert.deepEqual([code, stdout], [64, '']);
  });
});
