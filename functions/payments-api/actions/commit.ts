import type { LedgerWrite, Refusal } from "../../domain/ledger-write.ts";
import { undecided, type PayingDeps } from "../deps.ts";

/** What refused a change, the first one first; none where it was committed. */
export type Refusals = readonly [Refusal, ...Refusal[]] | undefined;

/** Writes all or nothing, or tells what refused it. Throws the problem of a change of which neither can be said. */
export async function commit(
  writes: readonly LedgerWrite[],
  { mayAttempt }: { readonly mayAttempt: () => boolean },
  { stores: { ledger } }: PayingDeps,
): Promise<Refusals> {
  const result = await ledger.commit(writes, mayAttempt);
  if (result.outcome === "committed") return undefined;
  if (result.outcome === "refused") return result.refusals;
  throw undecided(result.outcome);
}

/** As `commit`, for writes that are told apart by what they are there for. */
export function commitSteps(
  steps: readonly { readonly write: LedgerWrite }[],
  capacity: { readonly mayAttempt: () => boolean },
  deps: PayingDeps,
): Promise<Refusals> {
  return commit(
    steps.map(({ write }) => write),
    capacity,
    deps,
  );
}
