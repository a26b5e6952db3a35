import { openAccount, type AccountKind } from "../../../../functions/domain/accounts.ts";
import type { Standing } from "../../../../functions/domain/balances.ts";
import { fromItem } from "../../../../functions/domain/entries.ts";
import type { AccountId, CellName, OperationId, PaymentId, Tenant } from "../../../../functions/domain/ids.ts";
import { paymentKey, type LedgerKey } from "../../../../functions/domain/keys.ts";
import type { Item, LedgerWrite } from "../../../../functions/domain/ledger-write.ts";
import type { Amount, Currency } from "../../../../functions/domain/money.ts";
import { decideOperation } from "../../../../functions/domain/operations.ts";
import {
  declinedEntry,
  paymentFrom,
  storeDecline,
  takePayment,
  type PaymentRequest,
} from "../../../../functions/domain/payments.ts";
import { answersTo, dueEntryOf } from "../../../../functions/domain/transfers.ts";
import type { LedgerState, StoredItem } from "../../../../drills/checkers/ledger-view.ts";

// Names in the forms that their parsers give out.
/** The cell where almost all is at home. */
export const eu = "eu" as CellName;
/** The cell that stands in. */
export const us = "us" as CellName;
/** Whose accounts they are. */
export const tenant = "marketplace" as Tenant;
/** The one currency. */
export const currency = "EUR" as Currency;
const account = (cell: string, n: number) => `acc_${cell}_${n.toString(16).padStart(32, "0")}` as AccountId;
/** A payment's id by number. */
export const payment = (cell: string, n: number) => `pay_${cell}_${n.toString(16).padStart(32, "0")}` as PaymentId;
/** An operation's id by number. */
export const operation = (n: number) => `op_${n.toString(16).padStart(32, "0")}` as OperationId;

/** What the clean state's accounts and payments are called. */
export const names = {
  settlement: account("eu", 1),
  payer: account("eu", 2),
  neighbour: account("eu", 3),
  abroad: account("us", 4),
  funding: payment("eu", 1),
  local: payment("eu", 2),
  arrived: payment("eu", 3),
  underWay: payment("eu", 4),
  held: payment("eu", 5),
  declined: payment("eu", 6),
  capture: operation(1),
  refund: operation(2),
};

/** Two cells that did a bit of everything: the domain's own writes, applied one after another. */
export function cleanState(): LedgerState {
  const ledger = createLedger();
  ledger.open(names.settlement, "settlement");
  for (const id of [names.payer, names.neighbour, names.abroad]) ledger.open(id, "customer");
  ledger.pay(names.funding, names.settlement, names.payer, 10_000n);
  ledger.pay(names.local, names.payer, names.neighbour, 700n);
  ledger.pay(names.arrived, names.payer, names.abroad, 500n);
  ledger.arrive(names.arrived);
  ledger.pay(names.underWay, names.payer, names.abroad, 300n);
  ledger.pay(names.held, names.payer, names.neighbour, 400n, "manual");
  ledger.operate(names.held, names.capture, "capture", 150n);
  ledger.operate(names.local, names.refund, "refund", 200n);
  ledger.decline(names.declined, names.payer, names.neighbour, 99_999n);
  return ledger.state();
}

/** The state with one item changed in every region; a change to undefined takes the item away. */
export function withChange(state: LedgerState, key: LedgerKey, change: (item: Item) => Item | undefined): LedgerState {
  const regions = [...state.regions.keys()];
  return regions.reduce((changed, region) => withReplicaChange(changed, region, key, change), state);
}

/** The state with one item changed, or added, in a single region. */
export function withReplicaChange(
  state: LedgerState,
  region: string,
  key: LedgerKey,
  change: (item: Item) => Item | undefined,
): LedgerState {
  const items = state.regions.get(region) ?? [];
  const others = items.filter((stored) => stored.key.pk !== key.pk || stored.key.sk !== key.sk);
  const old = items.find((stored) => stored.key.pk === key.pk && stored.key.sk === key.sk);
  const item = change(old?.item ?? {});
  const changed = item === undefined ? others : [...others, { key, item }];
  return { ...state, regions: new Map([...state.regions, [region, changed]]) };
}

/** An empty ledger of two cells whose replicas are always equal. */
export function createLedger() {
  const items = new Map<string, StoredItem>();
  let at = 1_000n;
  const standing = (cell: CellName): Standing => ({ cell, epoch: 1n, at: (at += 1n) });
  const nameOf = ({ pk, sk }: LedgerKey) => `${pk} ${sk}`;
  const find = (id: PaymentId) => paymentFrom(items.get(nameOf(paymentKey(eu, id)))?.item ?? {});

  function apply(writes: readonly LedgerWrite[]): void {
    for (const write of writes) {
      if (write.write === "check") continue;
      const old = items.get(nameOf(write.key))?.item ?? {};
      items.set(nameOf(write.key), { key: write.key, item: write.write === "put" ? write.item : updated(old, write) });
    }
  }

  function request(id: PaymentId, source: AccountId, payee: AccountId, amount: bigint): PaymentRequest {
    return { id, tenant, source, payee, amount: amount as Amount, currency, capture: "automatic", request: "v1:0" };
  }

  return {
    apply,
    /** The item under a key; an empty one where there is none. */
    item: (key: LedgerKey): Item => items.get(nameOf(key))?.item ?? {},
    open: (id: AccountId, kind: AccountKind) =>
      apply(openAccount({ id, tenant, currency, kind, overdraftLimit: 50n, request: "v1:0" }, standing(cellOf(id)))),
    pay(
      id: PaymentId,
      source: AccountId,
      payee: AccountId,
      amount: bigint,
      capture: "automatic" | "manual" = "automatic",
    ) {
      const asked = request(id, source, payee, amount);
      const expires = capture === "manual" ? { expiresAt: 1_000_000n } : {};
      apply(takePayment({ ...asked, capture, ...expires }, standing(eu)).map(({ write }) => write));
    },
    arrive(id: PaymentId) {
      const due = dueEntryOf(find(id), eu);
      if (due !== undefined) apply(answersTo(due, standing(us), {})[0]?.writes ?? []);
    },
    operate(of: PaymentId, id: OperationId, kind: "capture" | "refund", amount: bigint) {
      const asked = { kind, id, tenant, amount, final: false, request: "v1:0" } as const;
      const decision = decideOperation(find(of), [], asked, standing(eu));
      if (decision.decision === "write") apply(decision.steps.map(({ write }) => write));
    },
    decline(id: PaymentId, source: AccountId, payee: AccountId, amount: bigint) {
      const entry = declinedEntry(request(id, source, payee, amount), "insufficient_funds", standing(eu));
      apply(storeDecline(entry, standing(eu)));
    },
    state(): LedgerState {
      const stored = [...items.values()];
      stored.filter(({ key }) => key.pk.includes("#pay#")).forEach(({ item }) => fromItem(item));
      return {
        cells: new Map([
          ["eu", "eu-west-1"],
          ["us", "us-east-1"],
        ]),
        regions: new Map([
          ["eu-west-1", stored],
          ["us-east-1", stored],
        ]),
      };
    },
  };
}

function updated(old: Item, { set, add, remove }: Extract<LedgerWrite, { write: "update" }>): Item {
  const item: Record<string, Item[string]> = { ...old, ...set };
  for (const [field, delta] of Object.entries(add ?? {})) {
    const before = item[field];
    item[field] = (typeof before === "bigint" ? before : 0n) + delta;
  }
  return Object.fromEntries(Object.entries(item).filter(([field]) => !(remove ?? []).includes(field)));
}

function cellOf(id: AccountId): CellName {
  return id.startsWith("acc_eu_") ? eu : us;
}
