import type { AccountId } from "../domain/ids.ts";
import { stripeBy } from "../domain/stripes.ts";
import type { Random } from "../stores/clock.ts";

/** Which accounts are striped, as far as this environment has met them: their number of stripes never changes. */
export interface StripeMemory {
  /** A stripe of the account's, drawn by chance; undefined for one that is not known to be striped. */
  pick(account: AccountId): number | undefined;
  remember(account: AccountId, stripes: number): void;
}

/** Hot payees are few; one that is forgotten costs a refused attempt. */
const REMEMBERED_MAX = 1_000;

/** Remembers nothing yet. */
export function createStripeMemory(random: Random): StripeMemory {
  const known = new Map<AccountId, number>();
  return {
    pick(account) {
      const stripes = known.get(account);
      return stripes === undefined ? undefined : stripeBy(random(), stripes);
    },
    remember(account, stripes) {
      const [oldest] = known.keys();
      if (known.size >= REMEMBERED_MAX && oldest !== undefined) known.delete(oldest);
      known.set(account, stripes);
    },
  };
}
