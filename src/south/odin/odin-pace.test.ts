// The pace as ODIN sees it: by when requests come, not by when we meant to send them.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { describe, test } from 'node:test';
import { failure, json, jwt, OdinStub } from '../../../test/odin-stub.js';
import { certificate } from '../../../test/stub-certificate.js';
import { openOdin } from '../index.js';
import { parseTarget } from '../target.js';

const ask = { path: '/groups', query: {} } as const;
const answers = { 'GET /groups': json([{ groupId: 'Quayside' }]) };

/** The shortest time in which six requests came, in milliseconds. */
function shortestSix({ asked }: OdinStub): number {
  return Math.min(...asked.slice(5).map(({ at }, index) => at - asked[index]!.at));
}

/**
 * A busy machine may hold up the first of six arrivals, so that they seem closer than they were sent. A pace that lets more
 * through does so every time.
 */
async function assertPaced(run: () => Promise<number>): Promise<void> {
  const seen: number[] = [];
  while (seen.length < 5) {
    const shortest = await run();
    if (shortest > 950) return;
    seen.push(Math.round(shortest));
  }
  assert.fail(`six calls came in less than a second each time: ${seen.join(', ')} ms`);
}

describe('the pace', { concurrency: true }, () => {
  test('never more than five in a second, logins and other roads to the same host included', async () => {
    await assertPaced(async () => {
      await using stub = await OdinStub.start({ answers });
      // One of them would like to go faster: the stricter pace is that of the host.
      const roads = [5, 50].map((rate) => openOdin(stub.south({ rate, connections: 10 })));
      await Promise.all(roads.flatMap((south) => Array.from({ length: 6 }, () => south.get(ask))));
      assert.equal(stub.asked.length, 14);
      await Promise.all(roads.map((south) => south.close()));
      return shortestSix(stub);
    });
  });

  test('a road that is closed sets no pace any more', async () => {
    await using stub = await OdinStub.start({ answers });
    const strict = openOdin(stub.south({ rate: 0.2 }));
    await strict.close();
    const south = openOdin(stub.south({ rate: 100 }));
    // At the other pace, half a minute.
    const stop = setTimeout(() => void south.close(), 5000);
    await Promise.all(Array.from({ length: 6 }, () => south.get(ask)));
    clearTimeout(stop);
    await south.close();
  });

  test('connections that take long to open do not make calls come in a bunch', async () => {
    await assertPaced(async () => {
      await using stub = await OdinStub.start({ answers, transport: 'https' });
      const port = Number(new URL(stub.url.replace('odin+', '')).port);
      let opened = 0;
      const slow = createServer((socket) => {
        // The handshake of the first ones takes most of a second, that of the others nothing.
        const wait = ++opened <= 5 ? 700 : 0;
        setTimeout(() => {
          const onward = connect(port, '127.0.0.1');
          socket.pipe(onward).pipe(socket);
          for (const end of [socket, onward]) end.on('error', () => undefined);
          socket.on('close', () => onward.destroy());
        }, wait);
      }).listen(0, '127.0.0.1');
      await once(slow, 'listening');
      slow.unref();
      const target = parseTarget(
        `odin+https://127.0.0.1:${(slow.address() as AddressInfo).port}/api/v2`,
      );
      const south = openOdin(stub.south({ target, ca: certificate, rate: 5, connections: 10 }));
      await Promise.all(Array.from({ length: 9 }, () => south.get(ask)));
      assert.equal(stub.asked.length, 10);
      await south.close();
      slow.close();
      return shortestSix(stub);
    });
  });

  test('a token is taken when the turn has come: in the queue it would grow old', async () => {
    const start = 1_800_000_000;
    const clock = { ms: start * 1000 };
    await using stub = await OdinStub.start({
      answers,
      token: (n) => jwt({ iat: start, exp: start + 100, jti: n }),
    });
    const south = openOdin(stub.south({ rate: 2, now: () => clock.ms }));
    const first = south.get(ask);
    const second = south.get(ask);
    await first;
    // The second waits for its turn.
    clock.ms += 99_000;
    assert.equal((await second).kind, 'reply');
    assert.deepEqual(
      stub.asked.map(({ command, headers }) => [command, headers.authorization?.slice(7)]),
      [
        ['POST /auth/token', undefined],
        ['GET /groups', stub.tokens[0]],
        ['PUT /auth/token', stub.tokens[0]],
        ['GET /groups', stub.tokens[1]],
      ],
    );
    await south.close();
  });

  test('tokens that live no longer than a window of the pace are enough', async () => {
    const ends = new Map<string, number>();
    let refused = 0;
    await using stub = await OdinStub.start({
      answers: {
        'GET /groups': ({ headers }) => {
          if ((ends.get(headers.authorization ?? '') ?? 0) > Date.now())
            return answers['GET /groups'];
          refused++;
          return json({ error: 'Unauthenticated.' }, 401);
        },
        'PUT /auth/token': ({ headers }) =>
          (ends.get(headers.authorization ?? '') ?? 0) > Date.now()
            ? stub.welcome()
            : json({ error: 'Unauthenticated.' }, 401),
      },
      token: (n) => {
        const now = Math.floor(Date.now() / 1000);
        const token = jwt({ iat: now, exp: now + 1, jti: n });
        ends.set(`Bearer ${token}`, Date.now() + 1000);
        return token;
      },
    });
    const south = openOdin(stub.south({ rate: 10, connections: 10 }));
    const all = await Promise.all(Array.from({ length: 30 }, () => south.get(ask)));
    assert.ok(all.every(({ kind }) => kind === 'reply'));
    assert.ok(refused <= 5, `${refused} refused`);
    await south.close();
  });

  test('tokens that are old whenever a turn comes do not make it renew for ever', async () => {
    const start = 1_800_000_000;
    let ms = start * 1000;
    await using stub = await OdinStub.start({
      answers: {
        ...answers,
        // An end to it, should it fail.
        'PUT /auth/token': (_, count) => (count <= 50 ? stub.welcome() : failure(500, 'enough')),
      },
      token: (n) => jwt({ iat: start, exp: start + 100, jti: n }),
    });
    // Each look at the clock is a minute later.
    const now = () => {
      ms += 60_000;
      return ms;
    };
    const south = openOdin(stub.south({ now }));
    const all = await Promise.all(Array.from({ length: 12 }, () => south.get(ask)));
    assert.ok(all.every(({ kind }) => kind === 'reply'));
    assert.ok(stub.count('PUT /auth/token') <= 12);
    await south.close();
  });
});
