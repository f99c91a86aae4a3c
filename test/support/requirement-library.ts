/** Declarations of a small library whose calls stand for what is generated for a requirement. */
export const NOTES = `
declare namespace Notes {
  /** Asks a question. */
  function ask(text: string): Promise<{ ok: boolean }>;
  /** Removes a note. */
  function remove(key: string): Promise<void>;
  /** Shows a message. */
  function tell(options: { msg: string }): Promise<void>;
  /** Listens. */
  function on(callback: (key: string) => void): () => void;
}
`;
