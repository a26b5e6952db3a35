import type { AccountId } from "./ids.ts";

/** Which accounts are striped, as far as this environment has met them: their number of stripes never changes. */
export interface StripeMemory {
  /** How many stripes an account has; undefined for one that is not known to be striped. */
  readonly stripesOf: (account: AccountId) => number | undefined;
  readonly remember: (account: AccountId, stripes: number) => void;
}

/** Hot payees are few; one that is forgotten costs a refused attempt, which its one balance pays for. */
const REMEMBERED_MAX = 1_000;

/** Remembers nothing yet. */
export function createStripeMemory(): StripeMemory {
  const known = new Map<AccountId, number>();
  return {
    stripesOf: (account) => known.get(account),
    remember(account, stripes) {
      const [oldest] = known.keys();
      if (known.size >= REMEMBERED_MAX && oldest !== undefined) known.delete(oldest);
      known.set(account, stripes);
    },
  };
}
