import {
  closeAccount,
  openAccount,
  whyNotClosed,
  type ClosingClause,
  type OpeningRequest,
} from "../../domain/accounts.ts";
import { isolatedShareIn, type IsolatedShare } from "../../domain/balances.ts";
import { homeOf, type AccountId, type Tenant } from "../../domain/ids.ts";
import { accountKey, balanceKey } from "../../domain/keys.ts";
import type { Item, Refusal } from "../../domain/ledger-write.ts";
import { allowanceOf } from "../../domain/allowance.ts";
import { stripesOf } from "../../domain/stripes.ts";
import {
  authorityNow,
  homeCapacity,
  isolationIsOver,
  limited,
  standInStanding,
  undecided,
  type Deps,
  type PayingDeps,
  type HomeCapacity,
} from "../deps.ts";
import { keyReused, Problem } from "../problems.ts";
import { notFound } from "../requests.ts";
import { commit } from "./commit.ts";
import { readAccountSeen } from "./read-account-seen.ts";
import { sweepIn } from "./sweep-in.ts";

/** An account's settings, and whether this request had been answered before. */
export interface OpenedAccount {
  readonly item: Item;
  readonly replayed: boolean;
}

/** Opens an account in its home cell; the same key again answers the same. */
export async function open(opening: OpeningRequest, deps: Deps): Promise<OpenedAccount> {
  const capacity = await homeCapacity(homeOf(opening.id), deps);
  const writes = openAccount(opening, capacity.standing);
  const refusals = await commit(writes, capacity, deps);
  if (refusals === undefined) return { item: writes[0]?.write === "put" ? writes[0].item : {}, replayed: false };
  const [{ old }] = refusals;
  // The id of a settlement account does not depend on the key: whose it is has to be asked.
  if (old === undefined || old["tenant"] !== opening.tenant) throw notFound();
  if (old["request"] !== opening.request) throw keyReused();
  return { item: { ...old, status: "open" }, replayed: true };
}

/** What a round may find out, each once: an isolation that is over, a stripe that was credited meanwhile. */
const ROUNDS_MAX = 3;

/** Closes an empty account; one that is closed already stays so. */
export async function close(id: AccountId, tenant: Tenant, deps: Deps): Promise<OpenedAccount> {
  const capacity = await homeCapacity(homeOf(id), deps);
  const stripes = stripesOf(await readAccount(id, tenant, deps));
  let ends: IsolatedShare | undefined;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    if (stripes > 0) await sweepIn(id, stripes, capacity, deps);
    const standing = ends === undefined ? capacity.standing : { ...capacity.standing, ends };
    const writes = closeAccount(id, tenant, standing, stripes);
    const refusals = await commit(writes, capacity, deps);
    if (refusals === undefined) return { item: await readAccount(id, tenant, deps), replayed: false };
    const [refusal] = refusals;
    const found = await notYetClosed(whyNotClosed(writes, refusal), refusal, capacity, deps);
    if (found === "closed") return { item: await readAccount(id, tenant, deps), replayed: true };
    if (found !== "striped") ends = found;
  }
  throw undecided("contention");
}

/** An account's settings, if it is the tenant's. */
export async function readAccount(id: AccountId, tenant: Tenant, deps: PayingDeps): Promise<Item> {
  return ownItem(await deps.stores.ledger.get(accountKey(id)), tenant);
}

/**
 * A balance as this cell's replica has it, if it is the tenant's; what is available is, where this cell stands in for
 * the account's home, what it may still debit.
 */
export async function readBalance(id: AccountId, tenant: Tenant, deps: Deps): Promise<Item> {
  const home = homeOf(id);
  const authority = await authorityNow(home, deps);
  if (authority.may !== "standIn") return ownItem(await deps.stores.ledger.get(balanceKey(id)), tenant);
  const standing = await standInStanding(home, authority, BigInt(deps.clock.now()), deps);
  const seen = await readAccountSeen(id, standing, deps);
  return { ...ownItem(seen.balance, tenant), available: allowanceOf(seen, standing).left };
}

/** What kept an account open: it was closed before, or it has to be tried again; a problem where it stays open. */
async function notYetClosed(
  broken: ClosingClause | undefined,
  { old }: Refusal,
  capacity: HomeCapacity,
  deps: Deps,
): Promise<"closed" | "striped" | IsolatedShare> {
  switch (broken) {
    case "open":
      return "closed";
    case "nothing_striped":
      return "striped";
    case "nothing_posted":
    case "nothing_held":
      throw new Problem("balance_not_zero", "Pay out what the account holds and end its authorizations first.");
    case "exists":
    case "tenant":
      throw notFound();
    case "not_isolated": {
      const share = isolatedShareIn(old);
      if (share === undefined || !(await isolationIsOver(share, capacity, deps))) throw limited();
      return share;
    }
    case "epoch":
    case undefined:
      throw limited();
  }
}

function ownItem(item: Item | undefined, tenant: Tenant): Item {
  if (item === undefined || item["tenant"] !== tenant) throw notFound();
  return item;
}
