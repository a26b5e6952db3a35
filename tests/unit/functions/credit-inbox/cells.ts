import { createApp, type Inbox } from "../../../../functions/credit-inbox/app.ts";
import { openAccount } from "../../../../functions/domain/accounts.ts";
import type { StandInStanding } from "../../../../functions/domain/allowance.ts";
import type { Standing } from "../../../../functions/domain/balances.ts";
import { fromItem, type OperationEntry } from "../../../../functions/domain/entries.ts";
import { openFence } from "../../../../functions/domain/fences.ts";
import {
  homeOf,
  operationIdOf,
  parseCellName,
  paymentIdOf,
  type AccountId,
  type CellName,
  type OperationId,
  type PaymentId,
} from "../../../../functions/domain/ids.ts";
import {
  balanceKey,
  FENCE_SHARDS,
  paymentPartition,
  standInKey,
  writerOf,
  type LedgerKey,
} from "../../../../functions/domain/keys.ts";
import type { Item, LedgerWrite } from "../../../../functions/domain/ledger-write.ts";
import { parseAmount } from "../../../../functions/domain/money.ts";
import {
  declinedOperation,
  decideOperation,
  storeOperation,
  type OperationRequest,
} from "../../../../functions/domain/operations.ts";
import {
  declinedEntry,
  storeDecline,
  takePayment,
  whyRefused,
  type PaymentRequest,
} from "../../../../functions/domain/payments.ts";
import { invariant } from "../../../../functions/domain/result.ts";
import { decideStandInOperation } from "../../../../functions/domain/stand-in-operations.ts";
import { takeStandInPayment } from "../../../../functions/domain/stand-in.ts";
import { concernsInbox } from "../../../../functions/relay/app.ts";
import { createMemoryLedger, type MemoryLedger } from "../domain/memory-ledger.ts";
import { ACME, accountId, EUR, EU, NOW, US, valueOf } from "../domain/world.ts";
import { text } from "./books.ts";
import { inboxStores } from "./stores.ts";

/** What a test says about an account. */
export interface Opened {
  readonly home: CellName;
  readonly posted?: bigint;
  readonly overdraft?: bigint;
  readonly stripes?: number;
  readonly currency?: typeof EUR;
}

/** What a test says about a payment; `body` tells one request from another under the same key. */
export interface Paid {
  readonly from: string;
  readonly to: string;
  readonly amount: bigint;
  readonly key?: string;
  readonly manual?: boolean;
  readonly body?: string;
}

/** What a test says about an operation. */
export interface Done {
  readonly kind: OperationRequest["kind"];
  readonly amount?: bigint;
  readonly final?: boolean;
  readonly key?: string;
}

/** An item on its way to another cell's replica. */
interface Letter {
  readonly to: CellName;
  readonly key: LedgerKey;
  readonly item: Item;
  /** How often its writer had written it by then. */
  readonly version: number;
}

/** Three cells, each with its own replica and inbox; items travel when the test says so. */
export interface Cells {
  readonly names: readonly CellName[];
  ledger(cell: CellName): MemoryLedger;
  account(name: string): AccountId;
  /** Takes a payment in the source's home, whoever owns it; a state, or a refusal. */
  pay(paid: Paid): string;
  /** Takes a payment as a stand-in of the source's home. */
  standIn(cell: CellName, paid: Paid): string;
  operate(paid: Paid, done: Done): string;
  standInOperate(cell: CellName, paid: Paid, done: Done): string;
  id(paid: Paid): PaymentId;
  operation(paid: Paid, done: Done): OperationId;
  /** Lets all items that wait arrive, or only those that pass, in the order given; others stay on their way. */
  deliver(only?: (key: LedgerKey, to: CellName) => boolean, order?: (letters: number) => number): void;
  /** How many items are on their way. */
  underWay(): number;
  /** Lets one item arrive, by its place among those on their way. */
  deliverOne(which: number): void;
  /** Lets a cell's inbox act on what its relay has handed it. */
  work(cell: CellName): Promise<void>;
  sweep(cell: CellName): Promise<number>;
  act(cell: CellName, key: LedgerKey): Promise<boolean>;
  /** Items travel and inboxes work until nothing is left to do. */
  settle(): Promise<void>;
  advance(ms: number): void;
  now(): bigint;
  /** "available/posted/held" of an account at home. */
  figures(name: string): string;
  /** What a stand-in's row and the home's balance say of what it has taken: "net/absorbed". */
  position(cell: CellName, name: string): string;
  /** Everything there is, each item as its writer has it. */
  truth(): readonly { readonly key: LedgerKey; readonly item: Item }[];
  /** Changes an item at its writer, as an operator or an earlier program would. */
  force(key: LedgerKey, set: Item): void;
  /** Writes as a cell; what came of it. */
  commit(cell: CellName, writes: readonly LedgerWrite[]): string;
  /** Whether a cell has a lease at present; all have at first. */
  lease(cell: CellName, has: boolean): void;
  /** Types of the events told so far. */
  events(): readonly string[];
}

const EPOCH = 2n;
export const AP = valueOf(parseCellName("ap"));
const NAMES = [EU, US, AP];

/** Cells with these accounts, funded and known everywhere; us and ap stand ready to serve eu's home, fences open. */
export async function cellsWith(accounts: Readonly<Record<string, Opened>>): Promise<Cells> {
  const world = createCells();
  for (const [name, opened] of Object.entries(accounts)) world.open(name, opened);
  world.openFences();
  await world.cells.settle();
  return world.cells;
}

function createCells() {
  const ledgers = new Map(NAMES.map((cell) => [cell, createMemoryLedger()]));
  const versions = new Map<string, number>();
  const seen = new Map<string, number>();
  const queues = new Map<CellName, LedgerKey[]>(NAMES.map((cell) => [cell, []]));
  const ids = new Map<string, AccountId>();
  const unleased = new Set<CellName>();
  let letters: Letter[] = [];
  let now = Number(NOW);
  const ledger = (cell: CellName) => ledgers.get(cell) ?? createMemoryLedger();
  const account = (name: string) => ids.get(name) ?? accountId(EU, "nobody");
  const nameOf = ({ pk, sk }: LedgerKey) => `${pk} ${sk}`;

  /** The relay of a cell looks at every change that its replica sees. */
  function changed(cell: CellName, key: LedgerKey, old: Item | undefined, item: Item): void {
    const named = (value: unknown) => (typeof value === "string" ? value : undefined);
    const change = {
      sequenceNumber: "",
      key,
      first: old === undefined,
      due: named(item["due"]),
      origin: named(item["origin"]),
      originBefore: named(old?.["origin"]),
    };
    if (concernsInbox(change, cell)) queues.get(cell)?.push(key);
  }

  function commit(cell: CellName, writes: readonly LedgerWrite[]) {
    const before = writes.map(({ key }) => ledger(cell).get(key));
    const result = ledger(cell).commit(cell, writes);
    if (result.outcome !== "committed") return result;
    writes.forEach(({ write, key }, index) => {
      const item = ledger(cell).get(key);
      if (write === "check" || item === undefined) return;
      const version = (versions.get(nameOf(key)) ?? 0) + 1;
      versions.set(nameOf(key), version);
      changed(cell, key, before[index], item);
      for (const to of NAMES) if (to !== cell) letters.push({ to, key, item, version });
    });
    return result;
  }

  /** Replicas may see items in any order, but never an older version after a newer one. */
  function receive({ to, key, item, version }: Letter): void {
    const name = `${to} ${nameOf(key)}`;
    if ((seen.get(name) ?? 0) >= version) return;
    seen.set(name, version);
    const old = ledger(to).get(key);
    ledger(to).receive(key, item);
    changed(to, key, old, item);
  }

  const clock = { now: () => now, monotonic: () => now };
  const inboxes = new Map<CellName, Inbox>(
    NAMES.map((cell) => {
      const stores = inboxStores(cell, NAMES, ledger(cell), (writes) => commit(cell, writes), {
        epoch: EPOCH,
        sent: () => (unleased.has(cell) ? 0 : now),
        now: () => now,
      });
      const env = { cell, ledgerTable: "", controlTable: "" };
      const signal = { sleep: async () => {}, deadline: () => new AbortController().signal };
      return [cell, createApp(env, stores, { ...clock, ...signal })];
    }),
  );
  const inbox = (cell: CellName) => {
    const found = inboxes.get(cell);
    invariant(found !== undefined, "a cell has an inbox");
    return found;
  };

  const standing = (cell: CellName): Standing => ({ cell, epoch: EPOCH, at: BigInt(now) });
  const standInStanding = (cell: CellName, home: CellName): StandInStanding => ({
    ...standing(cell),
    home,
    homeIsDead: true,
    others: NAMES.filter((other) => other !== cell),
  });

  function requestOf({ from, to, amount, key = "key", manual = false, body = "body" }: Paid): PaymentRequest {
    const source = account(from);
    const scope = { tenant: ACME, method: "POST", route: "/pay", resource: source, key } as const;
    return {
      id: paymentIdOf(homeOf(source), scope),
      tenant: ACME,
      source,
      payee: account(to),
      amount: valueOf(parseAmount(amount)),
      currency: EUR,
      capture: manual ? "manual" : "automatic",
      request: `v1:${body}:${to}:${amount}:${manual}`,
      ...(manual ? { expiresAt: NOW + 600_000n } : {}),
    };
  }

  function askedOf(paid: Paid, { kind, amount, final = false, key = kind }: Done): OperationRequest {
    const { id: resource } = requestOf(paid);
    const id = operationIdOf({ tenant: ACME, method: "POST", route: "/op", resource, key });
    const request = `v1:${kind}:${amount ?? "all"}:${final}`;
    return { kind, id, tenant: ACME, final, request, ...(amount === undefined ? {} : { amount }) };
  }

  const entriesAt = (cell: CellName, writer: CellName, id: PaymentId) =>
    ledger(cell)
      .items()
      .filter(({ key }) => key.pk === paymentPartition(writer, id))
      .map(({ item }) => fromItem(item));
  const paymentAt = (cell: CellName, writer: CellName, id: PaymentId) => {
    const entry = entriesAt(cell, writer, id).find(({ kind }) => kind === "payment");
    return entry?.kind === "payment" ? entry : undefined;
  };
  const isOperation = (entry: ReturnType<typeof fromItem>): entry is OperationEntry =>
    entry.kind !== "payment" && entry.kind !== "half";

  async function work(cell: CellName): Promise<void> {
    const queue = queues.get(cell) ?? [];
    const taken = queue.splice(0);
    // All at once, so that each is read while the others are written.
    const acted = await Promise.all(taken.map((key) => inbox(cell).act(key)));
    queue.push(...taken.filter((_, index) => acted[index] === false));
  }

  function deliver(only: (key: LedgerKey, to: CellName) => boolean = () => true): void {
    const arriving = letters.filter(({ key, to }) => only(key, to));
    letters = letters.filter(({ key, to }) => !only(key, to));
    for (const letter of arriving) receive(letter);
  }

  const cells: Cells = {
    names: NAMES,
    ledger,
    account,
    id: (paid) => requestOf(paid).id,
    operation: (paid, done) => askedOf(paid, done).id,
    pay(paid) {
      const request = requestOf(paid);
      const home = homeOf(request.source);
      const steps = takePayment(request, standing(home));
      const taken = commit(
        home,
        steps.map(({ write }) => write),
      );
      if (taken.outcome !== "refused") return taken.outcome;
      const refusal = whyRefused(steps, taken.refusals);
      if (refusal.means !== "decline") return refusal.means;
      commit(home, storeDecline(declinedEntry(request, refusal.code, standing(home)), standing(home)));
      return refusal.code;
    },
    standIn(cell, paid) {
      const request = requestOf(paid);
      const home = homeOf(request.source);
      const thirds = NAMES.filter((other) => other !== cell && other !== home);
      const at = ledger(cell);
      const account = {
        balance: at.get(balanceKey(request.source)),
        own: at.get(standInKey(cell, request.source)),
        thirds: thirds.map((third) => ({ cell: third, row: at.get(standInKey(third, request.source)) })),
      };
      const decided = takeStandInPayment(request, account, standInStanding(cell, home));
      if (decided.decision !== "write") return decided.decision;
      const writes = decided.steps.map(({ write }) => write);
      return commit(cell, writes).outcome;
    },
    operate(paid, done) {
      const { id } = requestOf(paid);
      const home = homeOf(id);
      const payment = paymentAt(home, home, id);
      if (payment === undefined) return "not_found";
      const operations = entriesAt(home, home, id).filter(isOperation);
      const asked = askedOf(paid, done);
      if (operations.some((operation) => operation.id === asked.id)) return "replay";
      const decided = decideOperation(payment, operations, asked, standing(home));
      if (decided.decision === "wait") return "wait";
      if (decided.decision === "decline") {
        commit(home, storeOperation(declinedOperation(payment, asked, decided.code, standing(home)), standing(home)));
        return decided.code;
      }
      const writes = decided.steps.map(({ write }) => write);
      return commit(home, writes).outcome;
    },
    standInOperate(cell, paid, done) {
      const { id } = requestOf(paid);
      const home = homeOf(id);
      const payment = paymentAt(cell, cell, id) ?? paymentAt(cell, home, id);
      if (payment === undefined) return "not_found";
      const seenHere = { payment, own: entriesAt(cell, cell, id), homes: entriesAt(cell, home, id) };
      const decided = decideStandInOperation(seenHere, askedOf(paid, done), standInStanding(cell, home));
      if (decided.decision !== "write") return decided.decision;
      const writes = decided.steps.map(({ write }) => write);
      const { outcome } = commit(cell, writes);
      return outcome === "committed" ? decided.entry.state : outcome;
    },
    deliver,
    underWay: () => letters.length,
    deliverOne(which) {
      const [letter] = letters.length === 0 ? [] : letters.splice(which % letters.length, 1);
      if (letter !== undefined) receive(letter);
    },
    work,
    sweep: (cell) => inbox(cell).sweep(),
    act: (cell, key) => inbox(cell).act(key),
    async settle() {
      for (let round = 0; round < 12; round += 1) {
        deliver();
        for (const cell of NAMES) await work(cell);
      }
      now += 61_000;
      for (let round = 0; round < 4; round += 1) {
        for (const cell of NAMES) await inbox(cell).sweep();
        deliver();
      }
    },
    advance(ms) {
      now += ms;
    },
    now: () => BigInt(now),
    figures(name) {
      const balance = ledger(homeOf(account(name))).get(balanceKey(account(name))) ?? {};
      return ["available", "posted", "held"].map((figure) => text(balance[figure])).join("/");
    },
    position(cell, name) {
      const id = account(name);
      const net = ledger(cell).get(standInKey(cell, id))?.["net"] ?? 0n;
      const absorbed = ledger(homeOf(id)).get(balanceKey(id))?.[`absorbed_${cell}`] ?? 0n;
      return `${text(net)}/${text(absorbed)}`;
    },
    truth: () =>
      NAMES.flatMap((cell) =>
        ledger(cell)
          .items()
          .filter(({ key }) => writerOf(key) === cell),
      ),
    commit: (cell, writes) => commit(cell, writes).outcome,
    lease(cell, has) {
      if (has) unleased.delete(cell);
      else unleased.add(cell);
    },
    events: () => cells.truth().flatMap(({ key, item }) => (key.pk.includes("#event#") ? [text(item["type"])] : [])),
    force(key, set) {
      // The writer of an item is a cell of the test.
      commit(writerOf(key) as CellName, [{ write: "update", key, require: [], set }]);
    },
  };

  return {
    cells,
    open(name: string, { home, posted = 0n, overdraft = 0n, stripes = 0, currency = EUR }: Opened): void {
      const id = accountId(home, name);
      ids.set(name, id);
      const opening = { tenant: ACME, currency, overdraftLimit: overdraft, stripes, request: "v1:opening" };
      commit(home, openAccount({ ...opening, id, kind: "customer" }, { ...standing(home), epoch: 1n }));
      if (posted === 0n) return;
      const bank = `bank of ${home} for ${name}`;
      ids.set(bank, accountId(home, bank));
      commit(home, openAccount({ ...opening, stripes: 0, id: account(bank), kind: "settlement" }, standing(home)));
      const funded = cells.pay({ from: bank, to: name, amount: posted, key: `fund ${name}` });
      invariant(funded === "committed", `${name} is funded`);
      commit(home, [{ write: "update", key: balanceKey(id), require: [], set: { epoch: 1n } }]);
    },
    openFences(): void {
      for (const standIn of [US, AP]) {
        for (let shard = 0; shard < FENCE_SHARDS; shard += 1) {
          commit(standIn, [openFence({ standIn, home: EU, epoch: EPOCH }, shard)]);
        }
      }
    },
  };
}
