import {
  closeAccount,
  openAccount,
  whyNotClosed,
  type ClosingClause,
  type OpeningRequest,
} from "../../domain/accounts.ts";
import { homeOf, type AccountId, type Tenant } from "../../domain/ids.ts";
import { accountKey, balanceKey } from "../../domain/keys.ts";
import type { Item } from "../../domain/ledger-write.ts";
import { attemptGate, limited, standingFor, undecided, type Deps } from "../deps.ts";
import { keyReused, Problem } from "../problems.ts";
import { notFound } from "../requests.ts";

/** An account's settings, and whether this request had been answered before. */
export interface OpenedAccount {
  readonly item: Item;
  readonly replayed: boolean;
}

/** Opens an account in its home cell; the same key again answers the same. */
export async function open(opening: OpeningRequest, deps: Deps): Promise<OpenedAccount> {
  const standing = await standingFor(homeOf(opening.id), deps);
  const writes = openAccount(opening, standing);
  const result = await deps.stores.ledger.commit(writes, attemptGate(deps));
  switch (result.outcome) {
    case "committed":
      return { item: writes[0]?.write === "put" ? writes[0].item : {}, replayed: false };
    case "refused": {
      const old = result.refusals[0].old;
      // The id of a settlement account does not depend on the key: whose it is has to be asked.
      if (old === undefined || old["tenant"] !== opening.tenant) throw notFound();
      if (old["request"] !== opening.request) throw keyReused();
      return { item: { ...old, status: "open" }, replayed: true };
    }
    case "contention":
    case "unknown":
    case "lease_ended":
      throw undecided(result.outcome);
  }
}

/** Closes an empty account; one that is closed already stays so. */
export async function close(id: AccountId, tenant: Tenant, deps: Deps): Promise<OpenedAccount> {
  const standing = await standingFor(homeOf(id), deps);
  const writes = closeAccount(id, tenant, standing);
  const result = await deps.stores.ledger.commit(writes, attemptGate(deps));
  switch (result.outcome) {
    case "committed":
      return { item: await readAccount(id, tenant, deps), replayed: false };
    case "refused":
      notYetClosed(whyNotClosed(writes, result.refusals[0].old));
      return { item: await readAccount(id, tenant, deps), replayed: true };
    case "contention":
    case "unknown":
    case "lease_ended":
      throw undecided(result.outcome);
  }
}

/** An account's settings, if it is the tenant's. */
export async function readAccount(id: AccountId, tenant: Tenant, deps: Deps): Promise<Item> {
  return ownItem(await deps.stores.ledger.get(accountKey(id)), tenant);
}

/** A balance as this cell's replica has it, if it is the tenant's. */
export async function readBalance(id: AccountId, tenant: Tenant, deps: Deps): Promise<Item> {
  return ownItem(await deps.stores.ledger.get(balanceKey(id)), tenant);
}

/** Throws the problem that kept an account open; returns when it was closed before. */
function notYetClosed(broken: ClosingClause | undefined): void {
  switch (broken) {
    case "open":
      return;
    case "nothing_posted":
    case "nothing_held":
      throw new Problem("balance_not_zero", "Pay out what the account holds and end its authorizations first.");
    case "exists":
    case "tenant":
      throw notFound();
    case "epoch":
    case "not_isolated":
    case undefined:
      throw limited();
  }
}

function ownItem(item: Item | undefined, tenant: Tenant): Item {
  if (item === undefined || item["tenant"] !== tenant) throw notFound();
  return item;
}
