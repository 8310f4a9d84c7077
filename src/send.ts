// Sends commands as they are, one or a list, each under a record, and says what became of them.
import { asFault, Fault } from './fault.js';
import { type Command, encodeCommand } from './ocip/index.js';
import type { Recorded, RecordedCalls } from './recorded-calls.js';
import {
  type CallEnd,
  commandCall,
  failureOf,
  refusedStatus,
  type SouthLog,
} from './records/index.js';
import type { Answer, OdinSouth, South } from './south/index.js';

/** What became of one command of a list. */
export type Outcome = (
  | Answer
  | { readonly kind: 'fault'; readonly command: string; readonly fault: Fault }
) &
  Recorded;

type Unrecorded = Answer | Extract<Outcome, { kind: 'fault' }>;

export interface Send {
  (commands: Command): Promise<Answer & Recorded>;
  (commands: readonly Command[]): Promise<Outcome[]>;
}

/** Sends over this road, with the records of these calls. */
export function sender(south: South | OdinSouth, calls: RecordedCalls): Send {
  const ask = async (command: Command, log: SouthLog) => {
    if (south.protocol === 'OCI-P') return south.ask({ ...command, log });
    throw new Fault(
      'NOT_PERMITTED',
      'commands travel over OCI-P only; this connection speaks ODIN',
    );
  };
  const sendOne = async (command: Command): Promise<Answer & Recorded> => {
    // What cannot be written is no call, and leaves no record.
    encodeCommand(command);
    const done = await calls.run(
      commandCall([command]),
      (log) => ask(command, log),
      (answer) => endOf([answer]),
    );
    const { result, ...recorded } = done;
    return Object.assign({}, result, recorded);
  };
  async function send(commands: Command): Promise<Answer & Recorded>;
  async function send(commands: readonly Command[]): Promise<Outcome[]>;
  async function send(commands: Command | readonly Command[]) {
    if (!isList(commands)) return sendOne(commands);
    const isRead = (command: Command) => kindOf(command) !== 'change';
    return commands.every(isRead) ? sendReads(commands, ask, calls) : sendInTurn(commands, sendOne);
  }
  return send;
}

/** Reads travel together, and so they share a record. */
async function sendReads(
  commands: readonly Command[],
  ask: (command: Command, log: SouthLog) => Promise<Answer>,
  calls: RecordedCalls,
): Promise<Outcome[]> {
  const outcomes: (Outcome | undefined)[] = commands.map((command) => {
    try {
      encodeCommand(command);
      return undefined;
    } catch (thrown) {
      return faultOf(command, asFault(thrown));
    }
  });
  const sound = commands.filter((_, at) => outcomes[at] === undefined);
  if (sound.length === 0) return outcomes as Outcome[];
  const { result, ...recorded } = await calls.run(
    commandCall(sound),
    (log) =>
      Promise.all(
        sound.map((command) =>
          ask(command, log).catch((thrown: unknown) => faultOf(command, asFault(thrown))),
        ),
      ),
    endOf,
  );
  const sent = result.map((outcome) => ({ ...outcome, ...recorded }));
  return outcomes.map((outcome) => outcome ?? (sent.shift() as Outcome));
}

/** One after the other, a record each; stops after a change of which nobody knows whether it happened. */
async function sendInTurn(
  commands: readonly Command[],
  sendOne: (command: Command) => Promise<Outcome>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let doubt: Fault | undefined;
  for (const command of commands) {
    const outcome: Outcome =
      doubt === undefined
        ? await sendOne(command).catch((thrown: unknown) => faultOf(command, asFault(thrown)))
        : faultOf(command, notSent(command, doubt));
    if (outcome.kind === 'fault' && outcome.fault.code === 'SOUTH_OUTCOME_UNKNOWN')
      doubt ??= outcome.fault;
    outcomes.push(outcome);
  }
  return outcomes;
}

function faultOf({ command }: Command, fault: Fault): Outcome & { kind: 'fault' } {
  const { recordId } = fault.detail;
  const recorded = typeof recordId === 'string' ? { recordId } : {};
  return { kind: 'fault', command, fault, ...recorded };
}

function notSent({ command }: Command, cause: Fault): Fault {
  const words = `${command} was not sent, since what happened before it is not known`;
  return new Fault('INTERRUPTED', words, { cause });
}

/** The end of a record: of one command as it went, of several whether all, some or none was answered. */
function endOf(outcomes: readonly Unrecorded[]): CallEnd {
  const ends = outcomes.map((one): CallEnd => {
    if (one.kind === 'fault') return failureOf(one.fault);
    return { status: one.kind === 'reply' ? 200 : refusedStatus(one.refusal.kind) };
  });
  const [first = { status: 200 }] = ends;
  const isAlike = ends.every(({ status }) => status === first.status);
  const isSome = ends.some(({ status }) => status === 200);
  const content = () => {
    const said = outcomes.map(saidOf);
    return JSON.stringify(said.length === 1 ? said[0] : said);
  };
  return {
    status: isAlike || !isSome ? first.status : 207,
    answer: () => ({ type: 'application/json', content: content() }),
  };
}

function saidOf(outcome: Unrecorded) {
  const { kind, command } = outcome;
  if (outcome.kind === 'fault') {
    const { code, message } = outcome.fault;
    return { kind, command, code, message };
  }
  if (outcome.kind === 'refusal') return { kind, command, refusal: outcome.refusal };
  const { type, elements, tables } = outcome.reply;
  return { kind, command, type, elements, tables: Object.fromEntries(tables) };
}

function kindOf(command: Command): string | undefined {
  try {
    return encodeCommand(command).shape.kind;
  } catch {
    return undefined;
  }
}

const isList = (commands: Command | readonly Command[]): commands is readonly Command[] =>
  Array.isArray(commands);
