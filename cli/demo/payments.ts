import { lengthPrefixedHash, type AccountId } from "../../functions/domain/ids.ts";
import type { Pain001, Pain001Line } from "../../functions/payments-api/iso20022/pain001.ts";
import { payeeFor } from "../creditors.ts";

/** An account that pays, and where it is at home. */
export interface Debtor {
  readonly cell: string;
  readonly account: AccountId;
}

/** One line of a payment file as one payment from one debtor. */
export interface PlannedPayment {
  readonly debtor: Debtor;
  readonly payee: AccountId;
  /** Minor units. */
  readonly amount: bigint;
  readonly currency: string;
  readonly idempotencyKey: string;
}

/** Every line of every file, paid once by each debtor; the debtors take turns, so that all cells are busy at once. */
export function planPayments(
  files: readonly Pain001[],
  debtors: readonly Debtor[],
  payees: readonly [AccountId, ...AccountId[]],
  seed: string,
): readonly PlannedPayment[] {
  return files.flatMap((file) =>
    file.lines.flatMap((line) =>
      debtors.map((debtor) => ({
        debtor,
        payee: payeeOf(line, payees, seed),
        amount: line.amount,
        currency: line.currency,
        idempotencyKey: keyOf(file, line, debtor),
      })),
    ),
  );
}

/** What each debtor pays in all files, minor units by currency. */
export function totalsOf(files: readonly Pain001[]): ReadonlyMap<string, bigint> {
  const totals = new Map<string, bigint>();
  for (const { currency, amount } of files.flatMap(({ lines }) => lines)) {
    totals.set(currency, (totals.get(currency) ?? 0n) + amount);
  }
  return totals;
}

function payeeOf({ creditor }: Pain001Line, payees: readonly [AccountId, ...AccountId[]], seed: string): AccountId {
  switch (creditor.kind) {
    case "account":
      return creditor.account;
    case "iban":
      return payeeFor(creditor.iban, payees, seed);
    case "other":
      return payeeFor(creditor.id, payees, seed);
  }
}

/** A line has the same key however often the file is paid from this account: paying it again pays nothing. */
function keyOf(file: Pain001, line: Pain001Line, debtor: Debtor): string {
  const { paymentInfoId, endToEndId, index } = line;
  return `line-${lengthPrefixedHash([file.messageId, paymentInfoId, endToEndId, `${index}`, debtor.account])}`;
}
