// Schedules of a group over HTTP: the list, one by name, and another name for it.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { commandsOf, reasonOf, recordOf, within } from '../api-asking.js';
import { type Answer, type Client, type Stand, startStand } from '../api-stand.js';

const domain = 'brightwater.example.net';
const headOffice = '/api/v1/tenants/Brightwater/groups/Head-Office/';

let stand: Stand;
let admin: Client;

before(async () => {
  stand = await startStand();
  admin = await stand.as(`office@${domain}`);
});
afterEach(() => stand.simulator.faults.clear());
after(() => stand.close());

describe('schedules', () => {
  const path = `${headOffice}time_schedules/`;

  test('a list, and each with its events', async () => {
    const { timeSchedules } = within(await admin.get(path));
    assert.deepEqual(timeSchedules[0], { name: 'Bank Holidays', type: 'Holiday', level: 'Group' });
    const ofTime = within(await admin.get(`${path}?type=Time`)).timeSchedules;
    assert.ok(ofTime.length > 0 && ofTime.length < timeSchedules.length);
    const one = await admin.get(`${path}Bank%20Holidays/`);
    assert.deepEqual(within(one), {
      name: 'Bank Holidays',
      type: 'Holiday',
      level: 'Group',
      events: ['New Year', 'Good Friday', 'Christmas Day', 'Boxing Day'],
    });
    assert.equal((await recordOf(stand, one)).impacted_specific_id, 'Bank Holidays');
  });

  test('events that cannot be read are unknown, not none', async () => {
    stand.simulator.faults.add('permission@GroupScheduleGetEventListRequest');
    const { events, eventsProblem } = within(await admin.get(`${path}Bank%20Holidays/`));
    assert.equal(events, null);
    assert.match(eventsProblem, /Unauthorized/);
  });

  test('one that is not there is 404, and wrong words are 400', async () => {
    assert.equal((await admin.get(`${path}Half%20Term/`)).status, 404);
    assert.equal((await admin.put(`${path}Half%20Term/`, { name: 'Term' })).status, 404);
    assert.equal((await admin.get(`${path}?type=Lunar`)).status, 400);
    for (const body of [{}, { name: '' }, { name: 'x'.repeat(41) }, { name: 'A', type: 'Time' }])
      assert.equal((await admin.put(`${path}Bank%20Holidays/`, body)).status, 400);
  });

  test('a new name is sent once; the record is found under the old one', async () => {
    let answer!: Answer;
    const commands = await commandsOf(stand, async () => {
      answer = await admin.put(`${path}Office%20Hours/`, { name: 'Opening Hours' });
    });
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(within(answer), {
      name: 'Opening Hours',
      type: 'Time',
      level: 'Group',
      events: ['Weekdays', 'Saturday morning'],
    });
    assert.equal(commands.filter((name) => name === 'GroupScheduleModifyRequest').length, 1);
    const record = await recordOf(stand, answer);
    assert.equal(record.impacted_specific_id, 'Office Hours');
    assert.equal(record.request_data, '{"name":"Opening Hours"}');
    assert.equal((await admin.get(`${path}Office%20Hours/`)).status, 404);
    assert.equal(
      (await admin.put(`${path}Opening%20Hours/`, { name: 'Office Hours' })).status,
      200,
    );
  });

  test('two of one name need their type, and a name that is taken is refused', async () => {
    const both = await admin.put(`${path}Office%20Hours/`, { name: 'Bank Holidays' });
    assert.equal(both.status, 200, both.text);
    const which = await admin.get(`${path}Bank%20Holidays/`);
    assert.equal(which.status, 409);
    assert.match(reasonOf(which), /\?type= with one of Holiday, Time/);
    const change = await admin.put(`${path}Bank%20Holidays/`, { name: 'Free Days' });
    assert.equal(change.status, 409);
    const time = within(await admin.get(`${path}Bank%20Holidays/?type=Time`));
    assert.deepEqual(time.events, ['Weekdays', 'Saturday morning']);
    const taken = await admin.put(`${path}Bank%20Holidays/?type=Time`, { name: 'Bank Holidays' });
    assert.equal(taken.status, 409);
    const back = await admin.put(`${path}Bank%20Holidays/?type=Time`, { name: 'Office Hours' });
    assert.equal(back.status, 200);
  });

  test('end users and department administrators see none', async () => {
    for (const login of [`amelia.stone@${domain}`, `sales@${domain}`])
      assert.equal((await (await stand.as(login)).get(path)).status, 404);
  });
});
