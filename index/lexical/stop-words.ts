/** Words that say nothing about what an API does: English grammar words and Chinese particles. */
const STOP_WORDS = new Set([
  ...`a an the this that these those it its they them their there here i me my we us our you your he she his her
  and or but nor so if then else than as at by for from in into of off on onto out over to up via with within without
  about after again against all also already am any anything are be been before being below between both can cannot
  could did do does doing done down during each either etc even every few further had has have having how however
  itself just let like may might more most much must no not now only other otherwise own per same shall should since
  some something still such too under until upon very was were what when whenever where whether which while who whom
  whose why will would yet please want wants need needs ll ve re don doesn isn aren`.split(/\s+/u),
  ...'的了在把被和与或是于并且而但则就才也都这那些之吗呢吧啊',
]);

/** Whether a lower-case Latin word or a Han character is left out of the index and of queries. */
export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word);
}
