import type { Beneficiary } from "./beneficiaries.ts";
import type { Amount } from "./money.ts";
import { sanctionsHits, type SanctionsHit, type SanctionsList } from "./sanctions.ts";
import { velocityBreaches, type VelocityBreach, type VelocityFigures, type VelocityRules } from "./velocity.ts";

/** What a payout is screened against. */
export interface ScreeningBasis {
  readonly list: SanctionsList;
  readonly rules: VelocityRules;
  readonly today: VelocityFigures;
}

/** A verdict with all its reasons. They may say something of a person: kept near the vault, never in the ledger. */
export interface ScreeningVerdict {
  readonly verdict: "clear" | "hit";
  /** The edition of the list that was looked at. */
  readonly list: string;
  readonly sanctions: readonly SanctionsHit[];
  readonly velocity: readonly VelocityBreach[];
}

/** Screens a payout; one reason is enough to stop it, and all are told. */
export function screenPayout(beneficiary: Beneficiary, amount: Amount, basis: ScreeningBasis): ScreeningVerdict {
  const sanctions = sanctionsHits(beneficiary, basis.list);
  const velocity = velocityBreaches(basis.rules, amount, basis.today);
  const verdict = sanctions.length + velocity.length > 0 ? "hit" : "clear";
  return { verdict, list: basis.list.version, sanctions, velocity };
}
