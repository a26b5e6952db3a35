import type { AccountId, Tenant } from "../../domain/ids.ts";
import { boundsOf, type Month } from "../../domain/moments.ts";
import type { EntryRow } from "../../domain/projections.ts";
import { monthOf } from "../../domain/view-keys.ts";
import { freshnessOfViews, type Deps, type Freshness } from "../deps.ts";
import { readAccount } from "./accounts.ts";
import { currencyOf, entryPage } from "./entries.ts";

/** An account's month, or a page of it. */
export interface Statement {
  readonly account: AccountId;
  readonly month: Month;
  readonly currency: string;
  /** When the month begins and the next one does, milliseconds since the epoch. */
  readonly from: bigint;
  readonly to: bigint;
  /** What the account held then, minor units; of a month that is not over, what it holds. */
  readonly opening: bigint;
  readonly closing: bigint;
  readonly over: boolean;
  readonly entries: readonly EntryRow[];
  /** Counted from 1. */
  readonly page: number;
  /** After which sort key the next page goes on. */
  readonly next: string | undefined;
  readonly freshness: Freshness;
}

/** Which page of a statement is asked for: the first, or the one after a sort key. */
export interface StatementPage {
  readonly page: number;
  readonly after?: string;
}

/** What reading a statement comes to. */
export type StatementAnswer =
  | { readonly answer: "statement"; readonly statement: Statement }
  /** The month has not begun. */
  | { readonly answer: "not_begun" };

/** How many entries a page has: as camt.053, about two megabytes, of the six that Lambda can answer. */
const ENTRIES_MAX = 1_000;

/** An account's statement of a month, UTC, if the account is the tenant's. */
export async function readStatement(
  account: AccountId,
  tenant: Tenant,
  month: Month,
  { page, after }: StatementPage,
  deps: Deps,
): Promise<StatementAnswer> {
  const settings = await readAccount(account, tenant, deps);
  const { from, to } = boundsOf(month);
  const now = BigInt(deps.clock.now());
  if (from > now) return { answer: "not_begun" };
  const freshness = await freshnessOfViews(deps);
  const opening = await deps.stores.views.sumBefore(account, month);
  const asked = { limit: ENTRIES_MAX, ...(after === undefined ? {} : { after }) };
  const { entries, next } = await entryPage(account, { from, to }, asked, deps);
  const whole = after === undefined && next === undefined;
  // What is on one page adds up by itself, whatever is booked meanwhile.
  const closing = whole
    ? entries.reduce((sum, { amount }) => sum + amount, opening)
    : await deps.stores.views.sumBefore(account, monthOf(to));
  const currency = currencyOf(settings);
  const figures = { opening, closing, over: to <= now };
  return {
    answer: "statement",
    statement: { account, month, currency, from, to, ...figures, entries, page, next, freshness },
  };
}
