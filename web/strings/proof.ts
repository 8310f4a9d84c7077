// Words of the proof pages: what was checked, with which key, and what that means.
import type { CannotWhy, ProofCheckName } from '../proof/verify-proof.js';

const count = (number: number, one: string, many: string) =>
  number === 1 ? `1 ${one}` : `${number.toLocaleString('en-GB')} ${many}`;

export const proofStrings = {
  panel: {
    heading: 'Proof',
    about:
      'This browser can check by itself that the record stands in the ledger as it is shown here, unchanged since it was signed.',
    verify: 'Verify in this browser',
    again: 'Verify again',
    verifying: 'Fetching the proof and checking it…',
    download: 'Download the proof',
    downloading: 'Fetching…',
    failed: 'The proof could not be fetched, so nothing was checked',
    downloadFailed: 'The proof could not be downloaded',
    offline: 'Check it without this server',
    offlineWhy: 'On any machine that has Muster, with the key as your operator told it:',
    command: (file: string, key: string) => `muster records verify-proof ${file} --key ${key}`,
    level:
      'A proof shows the messages to network elements, so it takes at least a group administrator. Ask one of them to verify this record.',
  },
  verdict: {
    proven: 'Proven',
    provenWhy:
      'The record stands in the signed ledger, and what is shown here is what was entered.',
    provenFile: 'The file proves what it holds: it stands in the signed ledger, unchanged.',
    differs: 'NOT PROVEN: what is shown differs from what was entered',
    differsWhy:
      'The proof itself is right, but the record that the server shows is another one. Do not rely on what is shown here. Keep the proof file, and tell whoever is responsible for this server.',
    wrong: 'NOT PROVEN: the proof is wrong',
    wrongWhy:
      'Somebody or something has changed the record, the proof, or the key. Do not rely on what is shown here. Keep the proof file, and tell whoever is responsible for this server.',
    wrongFile: 'The file does not prove what it holds. Do not rely on it.',
    cannot: 'This browser cannot check it',
    cannotWhy:
      'That says nothing about the record: neither that it is right, nor that it is wrong.',
    cannotHow: {
      insecureContext:
        'Browsers check signatures only over https, or on the machine itself. Open this page so, or download the proof and check it with the command below.',
      noWebCrypto: 'Download the proof and check it with the command below.',
      noEd25519:
        'It knows no Ed25519 signatures. Use a newer browser, or download the proof and check it with the command below.',
      wrongWebCrypto:
        'Its cryptography gives wrong answers to known questions. Do not trust this browser; use another.',
    } satisfies Readonly<Record<CannotWhy, string>>,
    checks: 'What was checked',
    checkNames: {
      key: 'Verifier key',
      file: 'Proof file',
      checkpoint: 'Signed checkpoint',
      headers: 'Entries',
      inclusion: 'Place in the ledger',
      openings: 'Contents',
      course: 'Course of the record',
    } satisfies Readonly<Record<ProofCheckName, string>>,
    states: { passed: 'passed', failed: 'failed', notReached: 'not reached' },
    marks: { passed: '✓', failed: '✗', notReached: '–' },
    record: 'The record shown',
    equal: (equal: number) =>
      `${count(equal, 'part', 'parts')} of what is shown equal what was entered.`,
    notCovered: (number: number) => `${count(number, 'part', 'parts')} cannot be compared:`,
    differing: (number: number) => `${count(number, 'part', 'parts')} differ:`,
    whyNot: {
      cut: 'only the start was kept, and it is that',
      notKept: 'not kept, by policy',
      missing: 'erased, or withheld from the file',
      unknownMember: 'no part of a record',
    } as Readonly<Record<string, string>>,
    otherRecord: 'The proof is about another record.',
    provenValue: 'What was entered:',
    details: 'Details',
    facts: {
      origin: 'Ledger',
      size: 'Entries that the checkpoint covers',
      root: 'Root',
      by: 'Signed by',
      entries: 'Entries of the record',
      opened: 'Contents opened',
      notKept: 'Not kept, by policy',
      missing: 'Erased or withheld',
    },
    member: (name: string) => name,
  },
  key: {
    heading: 'The key it was checked with',
    why: 'Whoever could change the records could hand out another key, too. So compare it once with what the server printed when it started, or with what your operator told you by another way.',
    fromServer: 'As this server hands it out; nobody has compared it in this browser yet.',
    remembered: 'You have compared it; this browser remembers it.',
    changed: 'THIS SERVER NOW HANDS OUT ANOTHER KEY',
    changedWhy:
      'It is not the one that you compared before. Either the operator has changed the key, and then can tell you so, or somebody has tampered with the ledger. Until you know, what is checked is checked with the key that you compared.',
    old: 'The key that you compared',
    offered: 'The key that the server hands out now',
    compare: 'Compare',
    pasted: 'Paste the key that you were told',
    pastedSame: 'It is the same key.',
    pastedOther: 'It is NOT the key that this server hands out.',
    confirm: 'It is the same: remember it in this browser',
    confirmNew: 'The operator confirmed the change: remember the new key',
    forget: 'Forget the key',
    notRemembered: 'This browser does not allow the page to remember anything.',
    copy: 'Copy the key',
    failed: 'The verifier key could not be read',
    loading: 'Reading the verifier key…',
  },
  page: {
    title: 'Ledger',
    documentTitle: 'Ledger · Muster',
    about:
      'All records stand in one ledger that only grows. Its tree of hashes is signed again and again, so nothing in it can be changed, taken out or put in between without that being seen.',
    state: 'State of the ledger',
    loading: 'Reading the state of the ledger…',
    failed: 'The state of the ledger could not be read',
    origin: 'Ledger',
    size: 'Entries',
    checkpoints: 'Checkpoints',
    checkpointsMore: (number: number) => `more than ${number.toLocaleString('en-GB')}`,
    checkpoint: 'Latest checkpoint',
    checkpointWhy:
      'Keep it somewhere else: a later ledger must continue it, or it was cut or written anew.',
    checkpointFailed: 'The checkpoint could not be read',
    checkpointSize: (size: string) => `covers ${size} entries`,
    checkpointOdd: 'The checkpoint has another form than expected; it is shown as it came.',
    copy: 'Copy the checkpoint',
    download: 'Download the checkpoint',
    fileName: 'checkpoint.txt',
    none: 'none yet',
    forSystem: 'Verifying the whole ledger',
    forSystemWhy:
      'The whole ledger holds what belongs to others, so only a system administrator can read all of it. You can verify each record that you may see, on its page, and keep the checkpoint.',
    forLow:
      'Your level sees no checkpoints and proofs. A group administrator can verify records for you.',
    toRecords: 'To your records',
  },
  whole: {
    heading: 'Verify the whole ledger',
    about:
      'This browser reads every entry and checks each: its form, its contents against their commitments, the order of every scope, the course of every record, the tree, and all signed checkpoints.',
    start: 'Verify the whole ledger in this browser',
    again: 'Verify again',
    stop: 'Stop',
    contents: 'Check the contents, too (reads more)',
    from: 'A checkpoint that you kept (optional)',
    fromWhy: 'Then it is checked that the ledger continues it.',
    starting: 'Reading the state of the ledger…',
    progress: (entries: string, size: string) => `${entries} of ${size} entries`,
    rate: (entries: string) => `${entries} entries/s`,
    right: 'The whole ledger is right',
    rightWhy: (entries: string, checkpoints: string, took: string) =>
      `${entries} entries and ${checkpoints} checkpoints were checked in ${took}.`,
    withContents: 'Headers, contents, order, tree and signatures fit.',
    withoutContents: 'Headers, tree and signatures fit. Contents and order were not looked at.',
    wrong: 'THE LEDGER IS WRONG',
    wrongAt: (index: string) => `The first wrong entry is number ${index}:`,
    wrongWhy:
      'What comes before it was checked and is right. Keep a copy of the ledger as it is, and tell whoever is responsible for this server.',
    stopped: (entries: string) =>
      `Stopped after ${entries} entries. Nothing wrong was found so far; the rest was not looked at.`,
    failed: (entries: string) =>
      `The ledger could not be read to its end (${entries} entries were checked)`,
    failedWhy: 'That is no finding about the ledger. Try again.',
    crashed: 'The check itself broke off in this browser.',
    notes: 'Also',
    root: 'Root',
  },
  file: {
    heading: 'Check a proof file',
    about: 'The file is checked in this browser. It is not sent anywhere.',
    choose: 'Proof file',
    drop: 'or drop it here',
    key: 'Verifier key',
    keyWhy: 'As your operator told it. What stands here now is the key of this server.',
    check: 'Check the file',
    checking: 'Checking…',
    chosen: (name: string, size: string) => `${name} (${size})`,
    size: (bytes: number) =>
      bytes < 10_000
        ? count(bytes, 'byte', 'bytes')
        : `${Math.round(bytes / 1000).toLocaleString('en-GB')} kB`,
    tooLarge: 'That is too large to be a proof file.',
    unreadable: 'The file could not be read.',
    missing: 'Choose a file first.',
    aboutRecord: 'About the record',
    aboutScope: 'About all of',
    toRecord: 'Show the record',
    entries: 'What the file holds',
    columns: { index: 'Entry', at: 'Entered', kind: 'Kind', what: 'What', status: 'Outcome' },
    courses: {
      open: 'In this file the record has not ended.',
      ended: 'The record has begun and ended in order.',
      none: '',
    } as Readonly<Record<string, string>>,
  },
};
