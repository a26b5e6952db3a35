import { accountKey, balanceKey } from "./keys.ts";
import type { AccountId, Tenant } from "./ids.ts";
import { clause, firstBroken, type LedgerWrite, type Refusal } from "./ledger-write.ts";
import type { Currency } from "./money.ts";
import { withoutShare, type Standing } from "./balances.ts";
import { closeStripes, openStripes } from "./stripes.ts";

/**
 * Customers' accounts; the settlement accounts through which money enters and leaves, which have no floor; and those by
 * which payouts leave to other banks.
 */
export type AccountKind = "customer" | "settlement" | "rails";

/** What an opening request asks for. */
export interface OpeningRequest {
  readonly id: AccountId;
  readonly tenant: Tenant;
  readonly currency: Currency;
  readonly kind: AccountKind;
  /** How far below zero the account may go, minor units. */
  readonly overdraftLimit: bigint;
  /** Over how many rows a hot payee's credits are spread, for good: up to `STRIPES_MAX`; none unless asked for. */
  readonly stripes?: number;
  /** Versioned HMAC of the parsed request body. */
  readonly request: string;
}

/** Opens an account: its settings, its balance and its stripes, together or not at all. */
export function openAccount(opening: OpeningRequest, standing: Standing): readonly LedgerWrite[] {
  const { id, tenant, currency, kind, overdraftLimit, stripes = 0, request } = opening;
  const shared = { tenant, currency, status: "open", ...(stripes > 0 ? { stripes: BigInt(stripes) } : {}) };
  return [
    {
      write: "put",
      key: accountKey(id),
      item: { ...shared, id, kind, overdraftLimit, request, openedAt: standing.at },
    },
    {
      write: "put",
      key: balanceKey(id),
      item: {
        ...shared,
        at: standing.at,
        available: overdraftLimit,
        posted: 0n,
        held: 0n,
        epoch: standing.epoch,
        version: 0n,
        debited: 0n,
        ...(kind === "settlement" ? { floor: "none" } : {}),
      },
    },
    ...openStripes(id, stripes, { tenant, currency }),
  ];
}

/** Why an account could not be closed, in the order in which it is told. */
export type ClosingClause =
  | "exists"
  | "tenant"
  | "open"
  | "epoch"
  | "not_isolated"
  | "nothing_posted"
  | "nothing_held"
  | "nothing_striped";

/** Closes an account that holds no money, also on no stripe, and holds none back. */
export function closeAccount(
  id: AccountId,
  tenant: Tenant,
  standing: Standing,
  stripes: number,
): readonly LedgerWrite<ClosingClause>[] {
  const share = withoutShare(standing);
  const mine = [
    clause("exists", { field: "status", is: "present" }),
    clause("tenant", { field: "tenant", is: "=", value: tenant }),
    clause("open", { field: "status", is: "=", value: "open" }),
  ] as const;
  const closed = { status: "closed", closedAt: standing.at };
  return [
    {
      write: "update",
      key: balanceKey(id),
      require: [
        ...mine,
        clause("epoch", { field: "epoch", is: "<=", value: standing.epoch }),
        ...share.require,
        clause("nothing_posted", { field: "posted", is: "=", value: 0n }),
        clause("nothing_held", { field: "held", is: "=", value: 0n }),
      ],
      set: { ...closed, epoch: standing.epoch },
      add: { version: 1n },
      ...share.remove,
    },
    { write: "update", key: accountKey(id), require: mine, set: closed },
    ...closeStripes(id, stripes),
  ];
}

/** Why a closing was refused, from the first item that did and as it was. */
export function whyNotClosed(
  writes: readonly LedgerWrite<ClosingClause>[],
  { index, old }: Refusal,
): ClosingClause | undefined {
  const refused = writes[index];
  return refused?.write === "update" ? firstBroken(refused.require, old) : undefined;
}
