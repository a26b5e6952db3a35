import type { AccountId } from "../domain/ids.ts";
import { createStripeMemory, type StripeMemory } from "../domain/stripe-memory.ts";
import { stripeBy } from "../domain/stripes.ts";
import type { Random } from "../stores/clock.ts";

/** On which stripe of a hot payee a payment is credited. */
export interface StripeChoice extends Pick<StripeMemory, "remember"> {
  /** A stripe of the account's, drawn by chance; undefined for one that is not known to be striped. */
  pick(account: AccountId): number | undefined;
}

/** Chooses among the stripes of accounts that this environment has met. */
export function createStripeChoice(random: Random): StripeChoice {
  const { stripesOf, remember } = createStripeMemory();
  return {
    remember,
    pick(account) {
      const stripes = stripesOf(account);
      return stripes === undefined ? undefined : stripeBy(random(), stripes);
    },
  };
}
