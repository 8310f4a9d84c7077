import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RawClient, rowsIn } from '../../../test/raw-client.js';
import { demoWorld } from '../demo/demo-world.js';
import { startSimulator } from '../simulator.js';
import { settableServices } from '../world/service-settings.js';

const at = 'brightwater.example.net';
const giulia = `<userId>giulia.marchetti@${at}</userId>`;
const hana = `<userId>hana.ito@${at}</userId>`;
const success = /c:SuccessResponse/;
const notAssigned =
  /<command type="Error".*<summary>\[Error 4410\] Service is not assigned to this subscriber\.</;

async function asking(
  work: (client: RawClient) => Promise<void>,
  login = 'auditor@example.net',
  release: '21' | '24' = '24',
): Promise<void> {
  await using simulator = await startSimulator({ world: demoWorld(), release });
  await using client = await RawClient.loggedIn(simulator.urls[0]!, login);
  await work(client);
}

/** What stands inside the command of a reply. */
const inside = (reply: string) =>
  /<command [^>]*?(?:\/>|>(.*)<\/command>)/.exec(reply.replaceAll('\n', ''))?.[1] ?? '';

/** Read and change of each service, with a change that is good for somebody who has it. */
const services: readonly (readonly [string, string, string, string])[] = [
  [
    'Alternate Numbers',
    'UserAlternateNumbersGetRequest21',
    'UserAlternateNumbersModifyRequest',
    '<distinctiveRing>false</distinctiveRing>',
  ],
  ...(
    [
      ['Anonymous Call Rejection', 'UserAnonymousCallRejection'],
      ['Automatic Callback', 'UserAutomaticCallback'],
      ['Barge-in Exempt', 'UserBargeInExempt'],
      ['Calling Line ID Delivery Blocking', 'UserCallingLineIDDeliveryBlocking'],
      ['Do Not Disturb', 'UserDoNotDisturb'],
    ] as const
  ).map(
    ([name, stem]) =>
      [name, `${stem}GetRequest`, `${stem}ModifyRequest`, '<isActive>true</isActive>'] as const,
  ),
  [
    'Authentication',
    'UserAuthenticationGetRequest',
    'UserAuthenticationModifyRequest',
    '<userName>giulia</userName>',
  ],
  [
    'Call Forwarding Always',
    'UserCallForwardingAlwaysGetRequest',
    'UserCallForwardingAlwaysModifyRequest',
    '<isActive>true</isActive><forwardToPhoneNumber>+39-0655501002</forwardToPhoneNumber><isRingSplashActive>true</isRingSplashActive>',
  ],
  [
    'Call Forwarding Busy',
    'UserCallForwardingBusyGetRequest',
    'UserCallForwardingBusyModifyRequest',
    '<isActive>true</isActive><forwardToPhoneNumber>sip:desk@example.net</forwardToPhoneNumber>',
  ],
  [
    'Call Forwarding No Answer',
    'UserCallForwardingNoAnswerGetRequest13mp16',
    'UserCallForwardingNoAnswerModifyRequest',
    '<isActive>true</isActive><forwardToPhoneNumber>1002</forwardToPhoneNumber><numberOfRings>0</numberOfRings>',
  ],
  [
    'Call Forwarding Not Reachable',
    'UserCallForwardingNotReachableGetRequest',
    'UserCallForwardingNotReachableModifyRequest',
    '<forwardToPhoneNumber>*55</forwardToPhoneNumber>',
  ],
  [
    'Call Recording',
    'UserCallRecordingGetRequest23',
    'UserCallRecordingModifyRequest',
    '<recordingOption>Never</recordingOption><recordCallRepeatWarningToneTimerSeconds>1800</recordCallRepeatWarningToneTimerSeconds><mediaStream>Single</mediaStream>',
  ],
  [
    'Call Transfer',
    'UserCallTransferGetRequest14sp4',
    'UserCallTransferModifyRequest',
    '<isRecallActive>true</isRecallActive><recallNumberOfRings>20</recallNumberOfRings><busyCampOnSeconds>30</busyCampOnSeconds>',
  ],
  [
    'Call Waiting',
    'UserCallWaitingGetRequest17sp4',
    'UserCallWaitingModifyRequest',
    '<isActive>false</isActive><disableCallingLineIdDelivery>true</disableCallingLineIdDelivery>',
  ],
  [
    'Remote Office',
    'UserRemoteOfficeGetRequest',
    'UserRemoteOfficeModifyRequest',
    '<isActive>true</isActive><remoteOfficePhoneNumber>+44-1632960150</remoteOfficePhoneNumber>',
  ],
  [
    'Simultaneous Ring Personal',
    'UserSimultaneousRingPersonalGetRequest17',
    'UserSimultaneousRingPersonalModifyRequest17',
    '<isActive>true</isActive><doNotRingIfOnCall>false</doNotRingIfOnCall>',
  ],
  [
    'Voice Messaging User',
    'UserVoiceMessagingUserGetVoiceManagementRequest23',
    'UserVoiceMessagingUserModifyVoiceManagementRequest23',
    '<isActive>false</isActive><transferOnZeroToPhoneNumber>true</transferOnZeroToPhoneNumber><transferPhoneNumber>1002</transferPhoneNumber>',
  ],
];

test('every service that can be set has its commands tried here', () => {
  assert.deepEqual(services.map(([name]) => name).sort(), Object.keys(settableServices).sort());
});

for (const [service, read, change, good] of services) {
  test(`${service}: a change is in the next read, and nothing else changed`, () =>
    asking(async (client) => {
      const before = inside(await client.ask(read, giulia));
      assert.match(await client.ask(change, giulia + good), success);
      const after = inside(await client.ask(read, giulia));
      const wanted = good.match(/<(\w+)>[^<]+<\/\1>/g) ?? [];
      for (const element of wanted) assert.ok(after.includes(element), `${after} has ${element}`);
      const names = new Set(wanted.map((element) => /\w+/.exec(element)?.[0] ?? ''));
      const rest = (text: string) =>
        (text.match(/<(\w+)>(?:(?!<\/\1>).)*<\/\1>/g) ?? []).filter(
          (element) => !names.has(/\w+/.exec(element)?.[0] ?? ''),
        );
      assert.deepEqual(rest(after), rest(before));
      assert.match(await client.ask(change, giulia), success);
      assert.equal(inside(await client.ask(read, giulia)), after);
    }));

  test(`${service}: refused without the service, for nobody, and out of scope`, async () => {
    await asking(async (client) => {
      assert.match(await client.ask(read, hana), notAssigned);
      assert.match(await client.ask(change, hana + good), notAssigned);
      assert.match(await client.ask(read, '<userId>nobody@x</userId>'), /\[Error 4008\]/);
      assert.match(await client.ask(change, `<userId>nobody@x</userId>${good}`), /\[Error 4008\]/);
    });
    await asking(async (client) => {
      assert.match(await client.ask(read, giulia), /\[Error 5404\]/);
      assert.match(await client.ask(change, giulia + good), /\[Error 5404\]/);
    }, `office@${at}`);
  });
}

const invalid = /\[Error 6004\] OCI XML Request validation error/;
const forward = 'UserCallForwardingNoAnswerModifyRequest';
const rings = 'UserSimultaneousRingPersonalModifyRequest17';
const alternate = 'UserAlternateNumbersModifyRequest';
const mailbox = 'UserVoiceMessagingUserModifyVoiceManagementRequest23';
const number = (text: string, confirm = 'true') =>
  `<simultaneousRingNumber><phoneNumber>${text}</phoneNumber><answerConfirmationRequired>${confirm}</answerConfirmationRequired></simultaneousRingNumber>`;

const refused: readonly (readonly [string, string, string, RegExp])[] = [
  ['rings out of range', forward, '<numberOfRings>21</numberOfRings>', invalid],
  ['one ring, which is none of the values', forward, '<numberOfRings>1</numberOfRings>', invalid],
  ['rings that are no number', forward, '<numberOfRings>many</numberOfRings>', invalid],
  ['a flag that is none', forward, '<isActive>maybe</isActive>', invalid],
  [
    'elements out of order',
    forward,
    '<numberOfRings>4</numberOfRings><isActive>true</isActive>',
    invalid,
  ],
  [
    'a number without form',
    forward,
    '<forwardToPhoneNumber>ring my desk</forwardToPhoneNumber>',
    /not a phone number or SIP address: ring my desk/,
  ],
  [
    'forwarding without a number',
    forward,
    '<isActive>true</isActive>',
    /Call Forwarding No Answer: forwardToPhoneNumber is required when isActive is true/,
  ],
  [
    'a value of recording that nobody knows',
    'UserCallRecordingModifyRequest',
    '<recordingOption>Sometimes</recordingOption>',
    invalid,
  ],
  [
    'a pause below the least',
    'UserCallTransferModifyRequest',
    '<busyCampOnSeconds>29</busyCampOnSeconds>',
    invalid,
  ],
  [
    'mail only without an address',
    mailbox,
    '<processing>Deliver To Email Address Only</processing><voiceMessageDeliveryEmailAddress xsi:nil="true"/>',
    /voiceMessageDeliveryEmailAddress is required/,
  ],
  [
    'a mail address without form',
    mailbox,
    '<voiceMessageDeliveryEmailAddress><emailAddress>a@b</emailAddress><emailAddress>post</emailAddress></voiceMessageDeliveryEmailAddress>',
    /Invalid voiceMessageDeliveryEmailAddress\[1\]: not a mail address: post/,
  ],
  [
    'eleven numbers that ring',
    rings,
    `<simultaneousRingNumberList>${number('100').repeat(11)}</simultaneousRingNumberList>`,
    invalid,
  ],
  [
    'a ringing number without its flag',
    rings,
    '<simultaneousRingNumberList><simultaneousRingNumber><phoneNumber>100</phoneNumber></simultaneousRingNumber></simultaneousRingNumberList>',
    invalid,
  ],
  [
    'criteria that are not there',
    rings,
    '<criteriaActivation><criteriaName>Mondays</criteriaName><isActive>true</isActive></criteriaActivation>',
    /Criteria not found: Mondays/,
  ],
  [
    'an alternate number of another group',
    alternate,
    '<alternateEntry02><phoneNumber>+44-1632960101</phoneNumber></alternateEntry02>',
    /not assigned to the group/,
  ],
  [
    'an alternate number that somebody has',
    alternate,
    '<alternateEntry02><phoneNumber>+39-0655501002</phoneNumber></alternateEntry02>',
    /in use/,
  ],
  [
    'an alternate number that is there already',
    alternate,
    '<alternateEntry02><phoneNumber>0655501003</phoneNumber></alternateEntry02>',
    /in use/,
  ],
  [
    'an unknown ring pattern',
    alternate,
    '<alternateEntry01><ringPattern>Loud</ringPattern></alternateEntry01>',
    invalid,
  ],
  [
    'the parts of an entry out of order',
    alternate,
    '<alternateEntry02><extension>1009</extension><phoneNumber>0655501009</phoneNumber></alternateEntry02>',
    invalid,
  ],
  ['taking away what has no nil', forward, '<numberOfRings xsi:nil="true"/>', invalid],
];
for (const [what, command, elements, words] of refused)
  test(`refused and nothing changed: ${what}`, () =>
    asking(async (client) => {
      const read = services.find(([, , change]) => change === command)?.[1] ?? '';
      const before = inside(await client.ask(read, giulia));
      assert.notEqual(before, '');
      assert.match(await client.ask(command, giulia + elements), words);
      assert.equal(inside(await client.ask(read, giulia)), before);
    }));

test('simultaneous ring: the list is replaced and taken away, criteria are switched by name', () =>
  asking(async (client) => {
    const read = async () => client.ask('UserSimultaneousRingPersonalGetRequest17', giulia);
    assert.deepEqual(rowsIn(await read(), 'criteriaTable'), [
      ['true', 'Festivi', '', 'Giorni festivi', 'All calls', 'false'],
    ]);
    const change = `<simultaneousRingNumberList>${number('200', 'false')}${number('201')}</simultaneousRingNumberList><criteriaActivation><criteriaName>Festivi</criteriaName><isActive>false</isActive></criteriaActivation>`;
    assert.match(await client.ask(rings, giulia + change), success);
    const after = await read();
    assert.match(
      after,
      new RegExp(`</doNotRingIfOnCall>${number('200', 'false')}${number('201')}<criteriaTable>`),
    );
    assert.equal(rowsIn(after, 'criteriaTable')[0]?.[0], 'false');
    const none = '<simultaneousRingNumberList xsi:nil="true"/>';
    assert.match(await client.ask(rings, giulia + none), success);
    assert.doesNotMatch(await read(), /<simultaneousRingNumber>/);
    const amelia = `<userId>amelia.stone@${at}</userId>`;
    const other = await client.ask('UserSimultaneousRingPersonalGetRequest17', amelia);
    assert.match(
      other,
      /<criteriaTable><colHeading>Is Active<.*Blacklisted<\/colHeading><\/criteria/,
    );
  }));

test('alternate numbers: parts change by themselves, numbers are shown in national form', () =>
  asking(async (client) => {
    const read = async () => inside(await client.ask('UserAlternateNumbersGetRequest21', giulia));
    const entry = (inner: string) => client.ask(alternate, giulia + inner);
    assert.equal(
      await read(),
      '<distinctiveRing>true</distinctiveRing><alternateEntry01><phoneNumber>0655501003</phoneNumber><extension>1003</extension><ringPattern>Long-Long</ringPattern><description>Direttrice</description></alternateEntry01>',
    );
    assert.match(
      await entry(
        '<alternateEntry01><phoneNumber xsi:nil="true"/><description xsi:nil="true"/></alternateEntry01><alternateEntry10><phoneNumber>0655501004</phoneNumber></alternateEntry10>',
      ),
      success,
    );
    assert.equal(
      await read(),
      '<distinctiveRing>true</distinctiveRing><alternateEntry01><extension>1003</extension><ringPattern>Long-Long</ringPattern></alternateEntry01><alternateEntry10><phoneNumber>0655501004</phoneNumber><ringPattern>Normal</ringPattern></alternateEntry10>',
    );
    const gone = '<alternateEntry01><extension xsi:nil="true"/></alternateEntry01>';
    assert.match(await entry(gone), success);
    assert.doesNotMatch(await read(), /alternateEntry01/);
  }));

test('voice messaging: older releases have one address where newer ones have a list', async () => {
  const old = 'UserVoiceMessagingUserGetVoiceManagementRequest17';
  await asking(async (client) => {
    const first = 'giulia.marchetti@brightwater.example.net';
    const address = new RegExp(
      `<voiceMessageDeliveryEmailAddress>${first}</voiceMessageDeliveryEmailAddress>`,
    );
    assert.match(await client.ask(old, giulia), address);
    const newer = 'UserVoiceMessagingUserGetVoiceManagementRequest23';
    assert.match(
      await client.ask(newer, giulia),
      new RegExp(`<emailAddress>${first}</emailAddress><emailAddress>archivio@`),
    );
    const plain = 'UserVoiceMessagingUserModifyVoiceManagementRequest';
    const change =
      '<voiceMessageDeliveryEmailAddress>box@example.net</voiceMessageDeliveryEmailAddress>';
    assert.match(await client.ask(plain, giulia + change), success);
    assert.match(
      await client.ask(newer, giulia),
      /<voiceMessageDeliveryEmailAddress><emailAddress>box@example.net<\/emailAddress><\/voice/,
    );
  });
  await asking(
    async (client) => {
      assert.match(await client.ask(`${old.slice(0, -2)}23`, giulia), invalid);
      assert.match(await client.ask(mailbox, giulia), invalid);
      assert.match(await client.ask('UserCallRecordingGetRequest23', giulia), invalid);
      const recording = await client.ask('UserCallRecordingGetRequest20', giulia);
      assert.match(recording, /<recordingOption>Always with Pause\/Resume</);
      assert.doesNotMatch(recording, /mediaStream/);
    },
    'auditor@example.net',
    '21',
  );
});

test('authentication: the name is kept, a password is taken and never seen again', () =>
  asking(async (client) => {
    const change = 'UserAuthenticationModifyRequest';
    const secret = 'heron-ladder-41';
    for (const password of [
      `<newPassword>${secret}</newPassword>`,
      `<password><old>x</old><new>${secret}</new></password>`,
    ]) {
      const reply = await client.ask(change, `${giulia}<userName>gm2</userName>${password}`);
      assert.match(reply, success);
      const read = await client.ask('UserAuthenticationGetRequest', giulia);
      assert.equal(inside(read), '<userName>gm2</userName>');
    }
    assert.match(await client.ask(change, `${giulia}<password><new>x</new></password>`), invalid);
  }));

test('a service that is taken away is as from the start when it comes back', () =>
  asking(async (client) => {
    const read = 'UserCallForwardingNotReachableGetRequest';
    const service = `${giulia}<serviceName>Call Forwarding Not Reachable</serviceName>`;
    assert.match(inside(await client.ask(read, giulia)), /<isActive>true<.*0655501002/);
    assert.match(await client.ask('UserServiceUnassignListRequest', service), success);
    assert.match(await client.ask(read, giulia), notAssigned);
    assert.match(await client.ask('UserServiceAssignListRequest', service), success);
    assert.equal(inside(await client.ask(read, giulia)), '<isActive>false</isActive>');
  }));

test('people read and set their own services, and nobody else’s', () =>
  asking(async (client) => {
    const read = 'UserDoNotDisturbGetRequest';
    const own = inside(await client.ask(read, giulia));
    assert.equal(own, '<isActive>false</isActive><ringSplash>false</ringSplash>');
    assert.match(
      await client.ask('UserDoNotDisturbModifyRequest', `${giulia}<isActive>1</isActive>`),
      success,
    );
    assert.match(await client.ask(read, giulia), /<isActive>true</);
    assert.match(await client.ask(read, `<userId>amelia.stone@${at}</userId>`), /\[Error 5404\]/);
  }, `giulia.marchetti@${at}`));

test('the login of a user tells the group and the provider', async () => {
  await using simulator = await startSimulator({ world: demoWorld() });
  await using client = await RawClient.open(simulator.urls[0]!);
  const reply = await client.ask('LoginRequest22V5', `${giulia}<password>tide-table-7</password>`);
  assert.match(
    reply,
    /<loginType>User<.*<groupId>Roma<.*<serviceProviderId>Brightwater<.*<isEnterprise>true</,
  );
});
