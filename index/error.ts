/**
 * An error the user can do something about: what happened, where, and what to do. The command line prints it as
 * `epigen: <what> (<where>): <what to do>` and exits with 2 (DESIGN §3).
 */
export class EpigenError extends Error {
  override readonly name = 'EpigenError';

  constructor(
    readonly what: string,
    readonly where: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(`${what} (${where}): ${remedy}`, options);
  }
}
