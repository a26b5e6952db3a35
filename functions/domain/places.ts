import {
  parseAccountId,
  parseCellName,
  parseOperationId,
  parsePaymentId,
  type AccountId,
  type CellName,
  type OperationId,
  type PaymentId,
} from "./ids.ts";
import type { LedgerKey } from "./keys.ts";
import type { Result } from "./result.ts";

/** What stands under a key of the ledger, of the items that something may have to be done about. */
export type Place = { readonly writer: CellName } & (
  | { readonly kind: "payment"; readonly payment: PaymentId }
  | { readonly kind: "operation"; readonly payment: PaymentId; readonly operation: OperationId }
  /** An answer to another cell's entry: `credit…` or `bounce…`. */
  | { readonly kind: "half"; readonly payment: PaymentId }
  /** A stand-in's word that an entry waits to be absorbed. */
  | { readonly kind: "claim"; readonly payment: PaymentId; readonly operation?: OperationId }
  /** A stand-in's word that there is a new epoch. */
  | { readonly kind: "yield"; readonly account: AccountId }
  | { readonly kind: "hold"; readonly account: AccountId; readonly payment: PaymentId }
  | { readonly kind: "stripe"; readonly account: AccountId; readonly stripe: number }
);

/** Reads a key; undefined for everything that nothing has to be done about, and for what is no key of ours. */
export function placeOf({ pk, sk }: LedgerKey): Place | undefined {
  const [first = "", space = "", subject = "", ...more] = pk.split("#");
  const writer = valueOf(parseCellName(first));
  if (writer === undefined || more.length > 0) return undefined;
  const payment = valueOf(parsePaymentId(subject));
  const account = valueOf(parseAccountId(subject));
  if (space === "pay" && payment !== undefined) return inPayment(writer, payment, sk);
  if (space === "claim") return ofClaim(writer, payment, account, sk);
  return space === "acct" && account !== undefined ? inAccount(writer, account, sk) : undefined;
}

function inPayment(writer: CellName, payment: PaymentId, sk: string): Place | undefined {
  if (sk === "payment") return { kind: "payment", writer, payment };
  const operation = after("op#", sk, parseOperationId);
  if (operation !== undefined) return { kind: "operation", writer, payment, operation };
  return sk.startsWith("credit") || sk.startsWith("bounce#") ? { kind: "half", writer, payment } : undefined;
}

function ofClaim(
  writer: CellName,
  payment: PaymentId | undefined,
  account: AccountId | undefined,
  sk: string,
): Place | undefined {
  if (account !== undefined) return sk.startsWith("epoch#") ? { kind: "yield", writer, account } : undefined;
  if (payment === undefined) return undefined;
  if (sk === "payment") return { kind: "claim", writer, payment };
  const operation = after("op#", sk, parseOperationId);
  return operation === undefined ? undefined : { kind: "claim", writer, payment, operation };
}

function inAccount(writer: CellName, account: AccountId, sk: string): Place | undefined {
  const payment = after("hold#", sk, parsePaymentId);
  if (payment !== undefined) return { kind: "hold", writer, account, payment };
  const [, stripe] = /^stripe#(\d+)$/.exec(sk) ?? [];
  return stripe === undefined ? undefined : { kind: "stripe", writer, account, stripe: Number(stripe) };
}

function after<Id>(prefix: string, sk: string, parse: (text: string) => Result<Id, string>): Id | undefined {
  return sk.startsWith(prefix) ? valueOf(parse(sk.slice(prefix.length))) : undefined;
}

function valueOf<Id>(parsed: Result<Id, string>): Id | undefined {
  return parsed.ok ? parsed.value : undefined;
}
