import { parseTenant, type AccountId, type Tenant } from "../domain/ids.ts";
import { accountKey } from "../domain/keys.ts";
import { listedFor, type ViewWrite } from "../domain/projections.ts";
import { accountPartition, LAST, listedIn } from "../domain/view-keys.ts";
import type { LedgerRows } from "../stores/ledger-rows.ts";
import type { ViewWriter } from "../stores/view-writer.ts";
import type { RowRange, ViewRow } from "../stores/views.ts";

/** What projecting reads and writes. */
export interface ProjectingStores {
  readonly writer: ViewWriter;
  /** The rows of the views' table, generation and all. */
  readonly rows: { query(range: RowRange): Promise<readonly ViewRow[]> };
  readonly ledger: LedgerRows;
}

/** What a journal change asks of the views, and whose it is. */
export interface Asked {
  /** The change's place among those that are projected together. */
  readonly change: number;
  readonly write: ViewWrite;
}

/** A change of which something could not be written. */
export interface FailedChange {
  readonly change: number;
  readonly what: string;
  readonly why: "busy" | "refused";
}

/** Writes what changes ask for into a generation of the views, payees' tenants looked up. */
export interface Projecting {
  project(generation: bigint, asked: readonly Asked[]): Promise<readonly FailedChange[]>;
}

/** Tenants of accounts are remembered, since they never change, but of so many at the most. */
const REMEMBERED_MAX = 20_000;

/** Where an account's payments are: among its entries, and those that book nothing on it. */
const PAYMENT_RANGES = [
  { from: "entry#", to: `entry#${LAST}` },
  { from: "pay#", to: `pay#${LAST}` },
] as const;

/** Makes the projecting; what it remembers is true for good. */
export function createProjecting({ writer, rows, ledger }: ProjectingStores): Projecting {
  const tenants = new Map<AccountId, Tenant>();

  async function lookUp(accounts: readonly AccountId[]): Promise<void> {
    const unknown = [...new Set(accounts)].filter((account) => !tenants.has(account));
    if (unknown.length === 0) return;
    if (tenants.size + unknown.length > REMEMBERED_MAX) tenants.clear();
    const found = await ledger.getMany(unknown.map(accountKey));
    for (const [index, account] of unknown.entries()) {
      const named = found[index]?.["tenant"];
      const tenant = parseTenant(typeof named === "string" ? named : "");
      if (tenant.ok) tenants.set(account, tenant.value);
    }
  }

  /** Places in the listings of tenants that are known; a payee may not have replicated to here yet. */
  function listingsIn(asked: readonly Asked[]): {
    readonly known: readonly Asked[];
    readonly unknown: readonly Asked[];
  } {
    const known: Asked[] = [];
    const unknown: Asked[] = [];
    for (const one of asked) {
      const { write, change } = one;
      if (write.write !== "listing") continue;
      const tenant = tenants.get(write.account);
      if (tenant === undefined) unknown.push(one);
      else known.push({ change, write: listedFor(tenant, write.at, write.payment) });
    }
    return { known, unknown };
  }

  /** What came for an account before the account itself: its tenant's listing gets it now. */
  async function caughtUp(generation: bigint, asked: readonly Asked[]): Promise<readonly Asked[]> {
    const found: Asked[] = [];
    for (const { change, write } of asked) {
      if (write.write !== "opened") continue;
      const pk = `${generation}#${accountPartition(write.account)}`;
      for (const { from, to } of PAYMENT_RANGES) {
        const payments = (await rows.query({ pk, from, to, only: ["kind"] })).flatMap((row) => listedIn(row) ?? []);
        found.push(...payments.map(({ at, payment }) => ({ change, write: listedFor(write.tenant, at, payment) })));
      }
    }
    return found;
  }

  async function write(generation: bigint, asked: readonly Asked[]): Promise<readonly FailedChange[]> {
    if (asked.length === 0) return [];
    const writes = asked.map((one) => one.write);
    const failed = await writer.write(generation, writes);
    return failed.map(({ index, name, why }) => ({ change: asked[index]?.change ?? 0, what: name, why }));
  }

  return {
    async project(generation, asked) {
      await lookUp(asked.flatMap(({ write }) => (write.write === "listing" ? [write.account] : [])));
      const before = listingsIn(asked);
      const failed = await write(generation, [...asked, ...before.known]);
      // An account that is not here after its payments were listed is caught up with when it comes.
      await lookUp(before.unknown.flatMap(({ write }) => (write.write === "listing" ? [write.account] : [])));
      const late = [...listingsIn(before.unknown).known, ...(await caughtUp(generation, asked))];
      return [...failed, ...(await write(generation, late))];
    },
  };
}
