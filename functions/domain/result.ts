/** The expected outcome of something that can be refused: codes are closed unions, never free text. */
export type Result<Value, Refusal> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: Refusal };

/** A value that was accepted. */
export function ok<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

/** A refusal with its code. */
export function refuse<Refusal>(refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal };
}

/** Throws when something that can never be is so: a broken ledger is never worked around. */
export function invariant(holds: boolean, broken: string): asserts holds {
  if (!holds) throw new Error(`Invariant broken: ${broken}`);
}

/** The end of an exhaustive switch. */
export function unreachable(value: never): never {
  throw new Error(`Invariant broken: unexpected case ${JSON.stringify(value)}`);
}
