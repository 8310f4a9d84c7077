// One document in, one outcome out: validation, session, answers, faults. The same for every wire; TCP and SOAP only
// carry what comes out of here.
import { randomBytes } from 'node:crypto';
import { type OciCommand, type OciDocument, textOf } from '../../ocip/index.js';
import { type Answer, refuse } from '../answers/answer.js';
import { groupIdOf } from '../answers/command.js';
import { commandTable } from '../answers/index.js';
import { complaintAbout } from '../answers/validate.js';
import { type Delivery, faultOfGroup, plainDelivery } from '../fault-kinds.js';
import { type ActiveFault, afflicted, type Faults } from '../faults.js';
import { ensureFaultGroup } from '../world/fault-group.js';
import type { WorldState } from '../world/state.js';
import { answerSession, isSessionCommand, type Session, sessionCommands } from './login.js';
import { plainStyle, type Reply, requestText, type Style, type WrittenTables } from './writer.js';

export type Transport =
  | 'tcp'
  | 'tls'
  | `${'' | 'odin+' | 'xsi+' | 'elements+'}http`
  | `${'' | 'odin+' | 'xsi+' | 'elements+'}https`;

/** One command as it was asked, for people and tests. */
export interface CommandSeen {
  /** Of OCI-P the command, of the others a method and a path: `GET /groups/dns`. */
  readonly name: string;
  /** Empty but for OCI-P. */
  readonly sessionId: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly transport: Transport;
  /** Of OCI-P and XSI the user a command is about, of ODIN the login that asks. */
  readonly userId?: string;
  readonly groupId?: string;
}

/** What every connection shares. */
export interface Core {
  readonly state: WorldState;
  readonly faults: Faults;
  readonly clock: () => number;
  readonly seen: (command: CommandSeen) => void;
  readonly written: WrittenTables;
}

/** One TCP connection, or one SOAP cookie: sessions of one are unknown to the others. */
export interface Peer {
  readonly transport: Transport;
  readonly sessions: Map<string, Session>;
}

export function newPeer(transport: Transport): Peer {
  return { transport, sessions: new Map() };
}

export interface Outcome {
  readonly reply: Reply;
  readonly style: Style;
  readonly delivery: Delivery;
  /** SOAP says this in a way of its own. */
  readonly isNotLoggedIn: boolean;
  /** Who is logged in, for a logout by the server. */
  readonly userId: string;
}

const notLoggedIn = refuse(undefined, 'The user is not logged in and must log in first.');

/** Answers one document. */
export function converse(core: Core, peer: Peer, document: OciDocument): Outcome {
  const sessionId = document.sessionId ?? '';
  const session = sessionOf(peer, sessionId);
  const userId = session.login?.userId ?? '';
  for (const command of document.commands) note(core, peer, sessionId, command);
  const faults = core.faults.strike(
    document.commands.map((command) => subjectOf(core.state, command)),
  );
  // A fault that strikes several commands of a document strikes the document once.
  const all = [...new Map(faults.flat().map((fault) => [fault.name, fault])).values()];
  const style: Style = Object.assign({}, plainStyle, ...all.map(({ kind }) => kind.style));
  const delivery = deliveryOf(all);
  const outcome = (answers: Reply['answers'], isNotLoggedIn = false): Outcome => {
    const plain: Reply = { sessionId: document.sessionId, answers };
    const reply = all.reduce((before, { kind }) => kind.reply?.(before) ?? before, plain);
    return { reply, style, delivery, isNotLoggedIn, userId };
  };
  const refusal = documentRefusal(core, document, all);
  if (refusal !== undefined) return outcome([{ echo: '', answer: refusal }]);
  if (all.some(({ kind }) => kind.loses)) session.login = undefined;
  const needsLogin = document.commands.some(({ type }) => !isSessionCommand(type));
  if (needsLogin && session.login === undefined)
    return outcome(
      document.commands.map(({ echo = '' }) => ({ echo, answer: notLoggedIn })),
      true,
    );
  const answers = document.commands.map((command, at) =>
    afflicted(
      { echo: command.echo ?? '', answer: answerTo(core, session, command) },
      faults[at] ?? [],
    ),
  );
  if (delivery.logout !== 'no') session.login = undefined;
  return outcome(answers);
}

function sessionOf(peer: Peer, sessionId: string): Session {
  const known = peer.sessions.get(sessionId);
  if (known !== undefined) return known;
  const session: Session = {};
  peer.sessions.set(sessionId, session);
  return session;
}

function note(core: Core, peer: Peer, sessionId: string, { type, elements }: OciCommand): void {
  const userId = textOf(elements, 'userId');
  const groupId = groupIdOf(elements);
  core.seen({
    name: type,
    sessionId,
    at: new Date(core.clock()).toISOString(),
    transport: peer.transport,
    ...(userId === undefined ? {} : { userId }),
    ...(groupId === undefined ? {} : { groupId }),
  });
}

/** What a command is about; the group of a user counts as named. Groups of trouble come to be here. */
function subjectOf(state: WorldState, { type, elements }: OciCommand) {
  const named = groupIdOf(elements);
  if (named !== undefined && faultOfGroup(named) !== undefined)
    ensureFaultGroup(state, textOf(elements, 'serviceProviderId'), named);
  const groupId = named ?? state.holders.get(textOf(elements, 'userId') ?? '')?.group.groupId;
  return { command: type, groupId, isSession: isSessionCommand(type) };
}

/** How the faults that strike together let an answer travel. */
export function deliveryOf(faults: readonly ActiveFault[]): Delivery {
  const ways = faults.map(({ kind, value }) => kind.delivery?.(value));
  return Object.assign({}, plainDelivery, ...ways);
}

/** Why a document is refused as a whole, with one error whatever the number of its commands. */
function documentRefusal(
  core: Core,
  document: OciDocument,
  faults: readonly ActiveFault[],
): Answer | undefined {
  const { commands, sessionId } = document;
  const { state } = core;
  const invalid = (complaint: string) =>
    refuse(
      6004,
      'OCI XML Request validation error',
      `${complaint}\nThe request was:\n${requestText(sessionId, commands)}`,
    );
  if (commands.length === 0) return invalid('The document holds no command.');
  if (faults.some(({ kind }) => kind.refuses === 'always'))
    return invalid(
      `Cannot resolve '${commands[0]?.type}' to a type definition for element 'command'.`,
    );
  const isBatch = commands.length > 1 && faults.some(({ kind }) => kind.refuses === 'batches');
  if (isBatch || commands.length > state.maxBatch)
    return invalid(`Too many commands in one document: ${commands.length}.`);
  for (const command of commands) {
    const session = sessionCommands.get(command.type);
    const row = session ?? commandTable.get(command.type);
    const isKnown = !(session?.isOneStep && !state.oneStepLogin);
    const complaint = complaintAbout(command, isKnown ? row : undefined, state.release);
    if (complaint !== undefined) return invalid(complaint);
  }
  return undefined;
}

function answerTo(core: Core, session: Session, { type, elements }: OciCommand): Answer {
  const { state, faults, clock } = core;
  if (isSessionCommand(type)) {
    if (type === 'LogoutRequest') faults.rearm();
    return answerSession(state, session, type, elements, () => freshNonce(clock()));
  }
  const row = commandTable.get(type);
  // A login in front of other commands of the same document may have failed.
  if (row === undefined || session.login === undefined) return notLoggedIn;
  return row.run({ state, login: session.login, elements });
}

/** Like those of real servers, digits that begin with the time; the tail makes it unique. */
function freshNonce(now: number): string {
  return `${now}${randomBytes(4).readUInt32BE()}`;
}
