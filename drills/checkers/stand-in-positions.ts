import { homeOf, type CellName, type OperationId, type PaymentId } from "../../functions/domain/ids.ts";
import { balanceKey, operationKey, paymentKey, writerOf } from "../../functions/domain/keys.ts";
import { reversalIdOf } from "../../functions/domain/reversals.ts";
import type { Breach, Checker } from "./checker.ts";
import { accountOf, add, figureOf, sortOf, standInRowsIn, type LedgerView, type StoredItem } from "./ledger-view.ts";

/** What a stand-in debits an account stands in its own row until the home has taken it in; neither invents any. */
export const standInPositions: Checker = {
  name: "stand-in-positions",
  claim:
    "A stand-in's net is its postings on its row less what it still holds, and what a home has absorbed of it is " +
    "what the home has posted to that row.",
  holds: "always",
  harm: "imbalanced",
  check(ledger) {
    const posted = postedByWriter(ledger);
    const held = heldByStandIns(ledger);
    const rows = standInRowsIn(ledger.truth);
    const known = new Set(rows.map(({ key }) => key.pk));
    return [
      ...rows.flatMap((row) => [...ofStandIn(row, posted, held), ...ofHome(row, ledger, posted)]),
      ...[...new Set([...posted.keys()].map((name) => name.split(" ")[1] ?? ""))]
        .filter((pk) => !known.has(pk))
        .map((pk) => ({ fault: `Postings name ${pk}, which is not there.`, items: [] })),
    ];
  },
};

function ofStandIn(
  row: StoredItem,
  posted: ReadonlyMap<string, bigint>,
  held: ReadonlyMap<string, bigint>,
): readonly Breach[] {
  const { pk } = row.key;
  const holding = held.get(pk) ?? 0n;
  const expected = { net: (posted.get(`${writerOf(row.key)} ${pk}`) ?? 0n) - holding, held: holding };
  return Object.entries(expected).flatMap(([field, figure]) => {
    const stored = figureOf(row.item, field);
    return stored === figure ? [] : [{ fault: `${field} of ${pk} is ${stored}, not ${figure}.`, items: [row] }];
  });
}

function ofHome(row: StoredItem, ledger: LedgerView, posted: ReadonlyMap<string, bigint>): readonly Breach[] {
  const { pk } = row.key;
  const account = accountOf(row.key);
  const balance = account === undefined ? undefined : ledger.find(balanceKey(account));
  if (account === undefined || balance === undefined) return [];
  const standIn = writerOf(row.key);
  const holding = heldAsAbsorbed(ledger, standIn, account);
  const expected = -(posted.get(`${homeOf(account)} ${pk}`) ?? 0n) - holding;
  const absorbed = figureOf(balance.item, `absorbed_${standIn}`);
  if (absorbed === expected) return [];
  return [{ fault: `absorbed_${standIn} of ${account} is ${absorbed}, not ${expected}.`, items: [balance, row] }];
}

/** What stands on stand-ins' rows by their entries, and by their homes', as `writer row`. */
function postedByWriter({ journal }: LedgerView): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { writer, entry } of journal) {
    for (const { account, amount } of entry.postings) {
      if (account.includes("#acct#")) add(sums, `${writer} ${account}`, amount);
    }
  }
  return sums;
}

/** What stand-ins still hold on accounts of other homes, by row. */
function heldByStandIns({ truth }: LedgerView): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { key, item } of truth) {
    if (sortOf(key) === "acct" && key.sk.startsWith("hold#")) add(sums, key.pk, figureOf(item, "remaining"));
  }
  return sums;
}

/** What a stand-in still holds by its authorizations and operations, as far as the home has taken them in. */
function heldAsAbsorbed(ledger: LedgerView, standIn: string, account: string): bigint {
  let sum = 0n;
  for (const { writer, entry } of ledger.journal) {
    if (writer !== standIn || entry.kind === "half" || entry.source !== account) continue;
    if (entry.kind === "payment") {
      if (entry.capture === "manual" && isAbsorbed(ledger, standIn, entry.id)) sum += entry.amount;
    } else if ((entry.kind === "capture" || entry.kind === "void") && entry.queued === undefined) {
      if (isAbsorbed(ledger, standIn, entry.payment, entry.id)) sum -= entry.amount + (entry.released ?? 0n);
    }
  }
  return sum;
}

/** Whether the home has a stand-in's payment, or an operation on it, as a copy or as something it reversed. */
export function isAbsorbed(
  { find }: LedgerView,
  standIn: string,
  payment: PaymentId,
  operation?: OperationId,
): boolean {
  const home = homeOf(payment);
  // A cell of the registry, as every writer in the truth is.
  const reversal = reversalIdOf(payment, standIn as CellName, operation);
  if (find(operationKey(home, payment, reversal)) !== undefined) return true;
  const copy = find(operation === undefined ? paymentKey(home, payment) : operationKey(home, payment, operation));
  return copy?.item["origin"] === standIn;
}
