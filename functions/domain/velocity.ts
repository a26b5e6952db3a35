import type { Item } from "./ledger-write.ts";
import type { Amount } from "./money.ts";

/** What a tenant lets leave an account by payouts; a rule that is left out does not exist. Amounts in minor units. */
export interface VelocityRules {
  /** Payouts of an account in a day (UTC), all currencies. */
  readonly countPerDayMax?: number;
  /** What may leave an account in a day (UTC), of each currency. */
  readonly amountPerDayMax?: bigint;
  /** What a beneficiary may get that this account has never paid before. */
  readonly firstAmountMax?: bigint;
  /** Beneficiaries that an account has never paid before, in a day (UTC). */
  readonly newBeneficiariesPerDayMax?: number;
}

/** The rules of a tenant that has none of its own. */
export const DEFAULT_VELOCITY: VelocityRules = { countPerDayMax: 1_000, newBeneficiariesPerDayMax: 200 };

/** Reads a tenant's own rules as they are stored, whole numbers; what is not stored is not limited. */
export function velocityRulesFrom(stored: Item): VelocityRules {
  const limit = (name: keyof VelocityRules) => (typeof stored[name] === "bigint" ? stored[name] : undefined);
  const [count, amount, first, fresh] = [
    limit("countPerDayMax"),
    limit("amountPerDayMax"),
    limit("firstAmountMax"),
    limit("newBeneficiariesPerDayMax"),
  ];
  return {
    ...(count === undefined ? {} : { countPerDayMax: Number(count) }),
    ...(amount === undefined ? {} : { amountPerDayMax: amount }),
    ...(first === undefined ? {} : { firstAmountMax: first }),
    ...(fresh === undefined ? {} : { newBeneficiariesPerDayMax: Number(fresh) }),
  };
}

/** What an account has had paid out today before this payout, rejected ones left out; and whom this one pays. */
export interface VelocityFigures {
  readonly count: number;
  /** Minor units, of this payout's currency. */
  readonly amount: bigint;
  readonly newBeneficiaries: number;
  /** Whether the account has paid this beneficiary before. */
  readonly known: boolean;
}

/** A rule that a payout breaks, with the figure that it would come to and the most allowed. */
export interface VelocityBreach {
  readonly rule: "count_per_day" | "amount_per_day" | "first_amount" | "new_beneficiaries_per_day";
  readonly would: bigint;
  readonly max: bigint;
}

/** Every rule that a payout breaks, in their order; none lets it pass. */
export function velocityBreaches(
  rules: VelocityRules,
  amount: Amount,
  today: VelocityFigures,
): readonly VelocityBreach[] {
  const { countPerDayMax, amountPerDayMax, firstAmountMax, newBeneficiariesPerDayMax } = rules;
  const checks: readonly (readonly [VelocityBreach["rule"], bigint, bigint | number | undefined])[] = [
    ["count_per_day", BigInt(today.count) + 1n, countPerDayMax],
    ["amount_per_day", today.amount + amount, amountPerDayMax],
    ["first_amount", amount, today.known ? undefined : firstAmountMax],
    [
      "new_beneficiaries_per_day",
      BigInt(today.newBeneficiaries) + 1n,
      today.known ? undefined : newBeneficiariesPerDayMax,
    ],
  ];
  return checks.flatMap(([rule, would, limit]) => {
    const max = limit === undefined ? undefined : BigInt(limit);
    return max !== undefined && would > max ? [{ rule, would, max }] : [];
  });
}

/** The day (UTC, "2026-11-23") that a payout counts for: that of its payment. */
export function velocityDayOf(at: bigint): string {
  return new Date(Number(at)).toISOString().slice(0, 10);
}
