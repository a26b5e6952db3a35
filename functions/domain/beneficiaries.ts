import { lengthPrefixedHash } from "./ids.ts";
import { parseIban, type Iban, type IbanRefusal } from "./iban.ts";
import type { Currency } from "./money.ts";
import { ok, refuse, type Result } from "./result.ts";
import {
  parseRoutingNumber,
  parseUsAccountNumber,
  type RoutingNumber,
  type RoutingRefusal,
  type UsAccountNumber,
} from "./us-accounts.ts";

declare const brand: unique symbol;

/** A name that a bank takes: 1 to 140 characters, none a control character or unread (ISO 20022: Max140Text). */
export type BeneficiaryName = string & { readonly [brand]: "BeneficiaryName" };

/** An account at another bank. */
export type BankAccount =
  | { readonly kind: "iban"; readonly iban: Iban }
  | { readonly kind: "us"; readonly routing: RoutingNumber; readonly number: UsAccountNumber };

/** Whom a payout pays. Personal data: it lives in the vault of one residency, never in the ledger. */
export interface Beneficiary {
  readonly name: BeneficiaryName;
  readonly account: BankAccount;
}

/** A beneficiary as a caller names it. */
export interface NamedBeneficiary {
  readonly name: string;
  readonly iban?: string | undefined;
  readonly routing_number?: string | undefined;
  readonly account_number?: string | undefined;
}

/** Why a beneficiary was refused. */
export type BeneficiaryRefusal =
  | IbanRefusal
  | RoutingRefusal
  | "account_number_malformed"
  | "name_malformed"
  /** Neither an IBAN alone, nor a routing and an account number. */
  | "account_not_named"
  /** Accounts by routing number are kept in US dollars. */
  | "currency_not_of_account";

/** A refused beneficiary: why, and the field at fault. */
export interface BeneficiaryFault {
  readonly code: BeneficiaryRefusal;
  readonly field: keyof NamedBeneficiary | "currency" | undefined;
}

/** Parses a beneficiary for a payout in a currency. */
export function parseBeneficiary(named: NamedBeneficiary, currency: Currency): Result<Beneficiary, BeneficiaryFault> {
  const name = parseName(named.name);
  if (!name.ok) return name;
  const account = parseAccount(named, currency);
  return account.ok ? ok({ name: name.value, account: account.value }) : account;
}

/** What tells one account at a bank from another, in the vault and in figures of velocity; it is personal data too. */
export function accountFingerprint(account: BankAccount): string {
  return lengthPrefixedHash(account.kind === "iban" ? ["iban", account.iban] : ["us", account.routing, account.number]);
}

function parseName(text: string): Result<BeneficiaryName, BeneficiaryFault> {
  const name = text.normalize("NFC").trim().replaceAll(/\s+/gu, " ");
  // The brand is what this parser gives out.
  const taken = name as BeneficiaryName;
  // U+FFFD stands for bytes that somebody could not read.
  return /^[^\p{C}\uFFFD]{1,140}$/u.test(name) ? ok(taken) : refuse({ code: "name_malformed", field: "name" });
}

function parseAccount(named: NamedBeneficiary, currency: Currency): Result<BankAccount, BeneficiaryFault> {
  const { iban, routing_number: routing, account_number: number } = named;
  if (iban !== undefined && routing === undefined && number === undefined) {
    const parsed = parseIban(iban);
    return parsed.ok ? ok({ kind: "iban", iban: parsed.value }) : refuse({ code: parsed.refusal, field: "iban" });
  }
  if (iban !== undefined || routing === undefined || number === undefined) {
    return refuse({ code: "account_not_named", field: undefined });
  }
  if (currency !== "USD") return refuse({ code: "currency_not_of_account", field: "currency" });
  const bank = parseRoutingNumber(routing);
  if (!bank.ok) return refuse({ code: bank.refusal, field: "routing_number" });
  const account = parseUsAccountNumber(number);
  if (!account.ok) return refuse({ code: account.refusal, field: "account_number" });
  return ok({ kind: "us", routing: bank.value, number: account.value });
}
