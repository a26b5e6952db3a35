import { parseBeneficiary, type Beneficiary, type BeneficiaryRefusal } from "../../domain/beneficiaries.ts";
import type { AccountId } from "../../domain/ids.ts";
import type { Pain001Line } from "./pain001.ts";

/** What a line of a payment file turns into. */
export type LinePlan =
  | { readonly pays: "account"; readonly payee: AccountId }
  /** An account at another bank. */
  | { readonly pays: "beneficiary"; readonly beneficiary: Beneficiary }
  /** Nothing: no other line is the worse for it. */
  | { readonly pays: "nobody"; readonly code: BeneficiaryRefusal | "creditor_not_an_account" };

/** Tells what a line turns into: a payment to one of our accounts, or a payout to an IBAN. */
export function planLine({ creditor, currency }: Pick<Pain001Line, "creditor" | "currency">): LinePlan {
  switch (creditor.kind) {
    case "account":
      return { pays: "account", payee: creditor.account };
    case "iban": {
      const { name, iban } = creditor;
      const beneficiary = parseBeneficiary({ name, iban }, currency);
      if (!beneficiary.ok) return { pays: "nobody", code: beneficiary.refusal.code };
      return { pays: "beneficiary", beneficiary: beneficiary.value };
    }
    case "other":
      return { pays: "nobody", code: "creditor_not_an_account" };
  }
}
