// A process of its own that answers as an ODIN would, with ready-made replies. Not a simulator: it checks nothing.
// Arguments: services in use, numbers, delay of the link in ms (there and back). Prints its port.
import { createServer } from 'node:http';

const [services = '50', numbers = '100', delay = '0'] = process.argv.slice(2).map(Number);
const key = { serviceProviderId: 'sp', groupId: 'group' };

const licence = (serviceName: string, usage: number) => ({
  serviceName,
  authorized: true,
  assigned: usage > 0,
  limited: 'Unlimited',
  quantity: -1,
  usage,
  licensed: true,
  allowed: -1,
  userAssignable: true,
  groupServiceAssignable: true,
  tags: [],
  alias: serviceName,
});
const users = Array.from({ length: 40 }, (_, at) => ({
  userId: `user${at}@example.net`,
  firstName: 'First',
  lastName: 'Last',
  phoneNumber: null,
}));

/** Ranges of 100 numbers, with their lists. */
function dns() {
  const rows: object[] = [];
  for (let first = 0; first < Number(numbers); first += 100) {
    const list = Array.from(
      { length: Math.min(100, Number(numbers) - first) },
      (_, at) => `+44-${String(1_600_000_000 + first + at)}`,
    );
    rows.push({
      assigned: false,
      activated: first % 200 === 0,
      min: list[0],
      max: list.at(-1),
      list,
    });
  }
  return { ...key, dns: rows };
}

const capacity = {
  maxActiveCalls: 20,
  maxAvailableActiveCalls: 120,
  burstingMaxActiveCalls: 5,
  burstingMaxAvailableActiveCalls: -1,
  maxAvailableNumberOfBurstingBTLUs: 0,
  numberOfBurstingBTLUs: 0,
};
const body = (value: object) => Buffer.from(JSON.stringify(value));
const replies = new Map<string, Buffer>([
  [
    '/groups',
    body({
      ...key,
      groupName: 'Group',
      defaultDomain: 'example.net',
      userLimit: 50,
      userCount: 40,
    }),
  ],
  [
    '/groups/services',
    body({
      ...key,
      userServices: Array.from({ length: 200 }, (_, at) =>
        licence(`Service ${at}`, at < Number(services) ? users.length : 0),
      ),
      groupServices: Array.from({ length: 80 }, (_, at) => licence(`Group service ${at}`, at % 3)),
      servicePackServices: [],
    }),
  ],
  ['/groups/services/assigned', body({ ...key, users })],
  ['/groups/dns', body(dns())],
  ['/groups/trunk-groups/call-capacity', body(capacity)],
]);
const token = ['{}', JSON.stringify({ exp: 4_000_000_000 }), 'signature']
  .map((part) => Buffer.from(part).toString('base64url'))
  .join('.');
replies.set(
  '/auth/token',
  body({ userId: 'auditor', loginType: 'System', softwareVersion: '24', token }),
);

const server = createServer((request, response) => {
  request.resume();
  const path = (request.url ?? '').split('?')[0]?.replace('/api/v2', '') ?? '';
  const reply = replies.get(path);
  const answer = () => {
    response.writeHead(reply === undefined ? 404 : 200, {
      'Content-Type': 'application/json',
      'Content-Length': reply?.length ?? 2,
    });
    response.end(reply ?? '{}');
  };
  if (Number(delay) === 0) answer();
  else setTimeout(answer, Number(delay));
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') console.log(address.port);
});
