import type { AccountId, CellName, OperationId, PaymentId } from "./ids.ts";
import { claimKey, yieldKey, type LedgerKey } from "./keys.ts";
import type { Item, LedgerWrite } from "./ledger-write.ts";
import { invariant } from "./result.ts";

/**
 * A stand-in's word to the home: there is an entry to absorb or, where it names no payment, an epoch to take note of.
 * It moves no money; it stands in the sparse index of what is due until the stand-in has seen the home's answer.
 */
export interface Claim {
  /** The home that has to act. */
  readonly home: CellName;
  /** The account that was debited. */
  readonly account: AccountId;
  readonly epoch: bigint;
  readonly payment?: PaymentId;
  readonly operation?: OperationId;
  /** Milliseconds since the epoch. */
  readonly at: bigint;
}

/** Puts a claim; it must not be there. */
export function putClaim(cell: CellName, claim: Claim): LedgerWrite<never> {
  return { write: "put", key: keyOf(cell, claim), item: claimItem(claim) };
}

/** The home has answered: the claim is due no longer. Refused where it never was, or was answered before. */
export function answerClaim(key: LedgerKey): LedgerWrite<"due"> {
  return {
    write: "update",
    key,
    require: [{ name: "due", anyOf: [{ field: "due", is: "present" }] }],
    remove: ["due", "dueAt"],
  };
}

/** Reads a stored claim back, answered or not. */
export function claimFrom(item: Item): Claim {
  const { home, account, epoch, payment, operation, at } = item;
  invariant(typeof home === "string" && typeof account === "string" && typeof epoch === "bigint", "a claim is whole");
  // Written by claimItem alone, with the very fields of Claim.
  return { home, account, epoch, at, ...(payment && { payment }), ...(operation && { operation }) } as unknown as Claim;
}

function keyOf(cell: CellName, { account, epoch, payment, operation }: Claim): LedgerKey {
  return payment === undefined ? yieldKey(cell, account, epoch) : claimKey(cell, payment, operation);
}

function claimItem(claim: Claim): Item {
  const { payment, operation, ...fields } = claim;
  return {
    ...fields,
    ...(payment && { payment }),
    ...(operation && { operation }),
    due: claim.home,
    dueAt: new Date(Number(claim.at)).toISOString(),
  };
}
