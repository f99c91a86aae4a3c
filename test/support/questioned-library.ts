/**
 * A small library whose documentation speaks as manuals do: for each API what it says, questions as a model would write
 * them, and what somebody else asks for. Questions and queries were written by one hand, so what they show is that
 * questions are searched, not how much a real model's questions would help.
 */
export const QUESTIONED: readonly {
  readonly name: string;
  readonly doc: string;
  readonly questions: readonly string[];
  readonly queries: readonly string[];
}[] = [
  {
    name: 'actuateBoom',
    doc: 'Actuates the boom of a lane.',
    questions: ['let a car through', 'open the way for the lorry', 'raise the barrier at the entrance'],
    queries: ['the lorry may drive in now', 'let the next car pass'],
  },
  {
    name: 'emitChime',
    doc: 'Emits a chime on a terminal.',
    questions: ['make a sound so the clerk looks up', 'ring when somebody is waiting'],
    queries: ['ring so that the clerk notices', 'play a sound when somebody waits'],
  },
  {
    name: 'issueVoucher',
    doc: 'Issues a voucher for a transaction.',
    questions: ['give the customer a receipt', 'print a slip for what was paid'],
    queries: ['the customer wants a receipt', 'hand out a slip after paying'],
  },
  {
    name: 'enqueueJob',
    doc: 'Enqueues a job on a spooler.',
    questions: ['print the delivery note on paper', 'send the document to the printer'],
    queries: ['put the document on paper', 'have the printer print it'],
  },
  {
    name: 'attachTrace',
    doc: 'Attaches a trace to a consignment.',
    questions: ['remember who touched the parcel', 'write down what happened to the box'],
    queries: ['write down who handled the box', 'remember what happened to this parcel'],
  },
  {
    name: 'resolvePrincipal',
    doc: 'Resolves the principal of a session.',
    questions: ['find out who is logged in', 'which person uses this computer'],
    queries: ['who is logged in right now', 'the name of the person at this computer'],
  },
  {
    name: 'evictLease',
    doc: 'Evicts the lease of a slot.',
    questions: ['free a parking space that nobody uses', 'take the reservation away'],
    queries: ['make the parking space free again', 'nobody uses the reservation any more'],
  },
  {
    name: 'dimLuminaires',
    doc: 'Dims the luminaires of a zone.',
    questions: ['turn the light down in the hall', 'make it darker at night'],
    queries: ['less light in the hall', 'darker when night comes'],
  },
];

/** The library as declarations, reached through the global `Depot`. */
export function questionedDeclarations(): string {
  const members = QUESTIONED.map(({ name, doc }) => `  /** ${doc} */\n  ${name}(id: string): Promise<void>;`);
  return `declare const Depot: {\n${members.join('\n')}\n};\n`;
}
