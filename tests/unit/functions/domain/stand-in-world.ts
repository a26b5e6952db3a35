import { absorbedField, allowanceOf, type AccountSeen } from "../../../../functions/domain/allowance.ts";
import type { StandInStanding } from "../../../../functions/domain/allowance.ts";
import { fromItem, type Entry } from "../../../../functions/domain/entries.ts";
import { closeFence, openFence } from "../../../../functions/domain/fences.ts";
import { homeOf, operationIdOf, type CellName, type PaymentId } from "../../../../functions/domain/ids.ts";
import { balanceKey, FENCE_SHARDS, paymentPartition, standInKey } from "../../../../functions/domain/keys.ts";
import type { Item } from "../../../../functions/domain/ledger-write.ts";
import { askToYield, takeStandInPayment, whyStandInRefused } from "../../../../functions/domain/stand-in.ts";
import {
  decideStandInOperation,
  whyStandInOperationRefused,
} from "../../../../functions/domain/stand-in-operations.ts";
import { ACME, AP, EU, NOW, US, type Asked, type AskedOperation, type World } from "./world.ts";

/** A cell that stands in for another home, over a replica that has everything unless a test says what it has. */
export interface StandIn {
  readonly standing: StandInStanding;
  /** What the replica has of an account now. */
  seen(name: string): AccountSeen;
  left(name: string): bigint;
  /** Takes a payment as seen, or as the replica has it; a state, or what its refusal means. */
  pay(asked: Asked, seen?: AccountSeen, stripe?: number): { readonly id: PaymentId; readonly outcome: string };
  /** `meanwhile` happens after it has been decided, before it is written. */
  operate(payment: PaymentId, asked: AskedOperation, meanwhile?: () => void): string;
  yields(name: string): string;
  closeFences(): void;
  /** The stand-in's own row for an account. */
  row(name: string): Item | undefined;
}

/** Lets a cell stand in for eu under epoch 2 with its fences open, unless said otherwise. */
export function standInOver(world: World, over: Partial<StandInStanding> = {}, { guarded = false } = {}): StandIn {
  const { ledger } = world;
  const others = [EU, US, AP].filter((cell) => cell !== (over.cell ?? US));
  const standing: StandInStanding = { cell: US, home: EU, epoch: 2n, at: NOW, homeIsDead: false, others, ...over };
  const { cell, home, epoch } = standing;
  const shards = Array.from({ length: FENCE_SHARDS }, (_, shard) => shard);
  for (const shard of guarded ? [] : shards) {
    ledger.commit(cell, [openFence({ standIn: cell, home, epoch }, shard)]);
  }
  const entriesOf = (where: CellName, payment: PaymentId): readonly Entry[] =>
    ledger.items().flatMap(({ key, item }) => (key.pk === paymentPartition(where, payment) ? [fromItem(item)] : []));

  const standIn: StandIn = {
    standing,
    seen(name) {
      const account = world.account(name);
      const thirds = others.filter((other) => other !== home);
      return {
        balance: ledger.get(balanceKey(account)),
        own: ledger.get(standInKey(cell, account)),
        thirds: thirds.map((third) => ({ cell: third, row: ledger.get(standInKey(third, account)) })),
      };
    },
    left: (name) => allowanceOf(standIn.seen(name), standing).left,
    pay(asked, seen = standIn.seen(asked.from), stripe) {
      const request = world.request(asked);
      const decided = takeStandInPayment(request, seen, standing, stripe);
      const { id } = request;
      if (decided.decision === "limited") return { id, outcome: decided.yields ? "limited, yields" : "limited" };
      if (decided.decision === "not_found") return { id, outcome: "not_found" };
      const taken = ledger.commit(
        cell,
        decided.steps.map(({ write }) => write),
      );
      if (taken.outcome === "committed") return { id, outcome: decided.entry.state };
      if (taken.outcome !== "refused") throw new Error("a ledger in memory has no other outcome");
      const refusal = whyStandInRefused(decided.steps, taken.refusals);
      return { id, outcome: refusal.means === "replay" ? `replay of ${refusal.entry.state}` : refusal.means };
    },
    operate(payment, { kind, tenant = ACME, final = false, key = kind, amount }, meanwhile = () => {}) {
      const own = entriesOf(cell, payment);
      const homes = entriesOf(homeOf(payment), payment);
      const known = [...homes, ...own].find((entry) => entry.kind === "payment");
      if (known === undefined) return "not_found";
      const scope = { tenant, method: "POST", route: "/v1/payments/{id}/operation", resource: payment, key } as const;
      const common = { kind, id: operationIdOf(scope), tenant, final, request: "v1:hash" };
      const asked = amount === undefined ? common : { ...common, amount };
      const decided = decideStandInOperation({ payment: known, own, homes }, asked, standing);
      if (decided.decision === "limited") return "limited";
      meanwhile();
      const done = ledger.commit(
        cell,
        decided.steps.map(({ write }) => write),
      );
      if (done.outcome === "committed") return decided.entry.state;
      if (done.outcome !== "refused") throw new Error("a ledger in memory has no other outcome");
      const refusal = whyStandInOperationRefused(decided.steps, done.refusals);
      return refusal.means === "replay" ? `replay of ${refusal.entry.state}` : refusal.means;
    },
    yields: (name) => ledger.commit(cell, askToYield(world.account(name), standing)).outcome,
    closeFences() {
      for (const shard of shards) ledger.commit(cell, [closeFence({ standIn: cell, home, epoch }, shard)]);
    },
    row: (name) => ledger.get(standInKey(cell, world.account(name))),
  };
  return standIn;
}

/** Lets the home take in so much of a stand-in's debits, as absorbing moves its balance. */
export function absorb(world: World, name: string, cell: CellName, amount: bigint, epoch: bigint): void {
  const add = { available: -amount, posted: -amount, [absorbedField(cell)]: -amount };
  const key = balanceKey(world.account(name));
  world.ledger.commit(EU, [{ write: "update", key, require: [], set: { epoch }, add }]);
}
