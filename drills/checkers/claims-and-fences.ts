import { claimFrom, type Claim } from "../../functions/domain/claims.ts";
import { countIn, passFence } from "../../functions/domain/fences.ts";
import { homeOf, type CellName, type OperationId, type PaymentId } from "../../functions/domain/ids.ts";
import { claimKey, operationKey, paymentKey, tallyKey, writerOf } from "../../functions/domain/keys.ts";
import type { Breach, Checker } from "./checker.ts";
import { nameOf, sortOf, subjectOf, type LedgerView, type StoredItem } from "./ledger-view.ts";

/** What a stand-in does, it says to the home and counts: one transaction writes all three. */
export const claimsAndFences: Checker = {
  name: "claims-and-fences",
  claim: "Every entry of a stand-in has its claim and is counted by its fence row; no tally is ahead of its fence.",
  holds: "always",
  harm: "lost",
  check: (ledger) => [...unclaimed(ledger), ...miscounted(ledger), ...talliesAhead(ledger)],
};

/** Tallies equal to fences: a takeover is over. */
export const talliesEqualFences: Checker = {
  name: "tallies-equal-fences",
  claim: "Every fence row is closed and its home's tally equals it.",
  holds: "afterHeal",
  harm: "lost",
  check: (ledger) =>
    fencesIn(ledger).flatMap((fence) => {
      const tally = tallyOf(fence, ledger);
      const items = tally === undefined ? [fence] : [fence, tally];
      const open = fence.item["state"] === "closed" ? [] : [{ fault: `${fence.key.pk} is not closed.`, items }];
      const [counted, absorbed] = [countIn(fence.item), countIn(tally?.item)];
      if (counted.count === absorbed.count && counted.digest === absorbed.digest) return open;
      const fault = `${fence.key.pk} counts ${counted.count}, its home's tally ${absorbed.count}.`;
      return [...open, { fault: counted.count === absorbed.count ? `${fault} Their digests differ.` : fault, items }];
    }),
};

interface Laid {
  readonly stored: StoredItem;
  readonly claim: Claim & { readonly payment: PaymentId };
}

/** The claims that name an entry; the others only ask a home to yield. */
function claimsIn({ truth }: LedgerView): readonly Laid[] {
  return truth.flatMap((stored) => {
    if (sortOf(stored.key) !== "claim") return [];
    const claim = claimFrom(stored.item);
    return claim.payment === undefined ? [] : [{ stored, claim: { ...claim, payment: claim.payment } }];
  });
}

function unclaimed(ledger: LedgerView): readonly Breach[] {
  const entries = ledger.journal.flatMap(({ stored, entry, writer }) => {
    if (entry.kind === "half") return [];
    const payment = entry.kind === "payment" ? entry.id : entry.payment;
    const operation = entry.kind === "payment" ? undefined : entry.id;
    if (homeOf(payment) === writer || ledger.find(keyOf(writer, payment, operation)) !== undefined) return [];
    return [{ fault: `${nameOf(stored.key)} has no claim: its home will never know of it.`, items: [stored] }];
  });
  const claims = claimsIn(ledger).flatMap(({ stored, claim: { payment, operation } }) => {
    const cell = cellOf(stored);
    const key = operation === undefined ? paymentKey(cell, payment) : operationKey(cell, payment, operation);
    if (ledger.find(key) !== undefined) return [];
    return [{ fault: `${nameOf(stored.key)} claims an entry that is not there.`, items: [stored] }];
  });
  return [...entries, ...claims];
}

function keyOf(writer: string, payment: PaymentId, operation: OperationId | undefined) {
  return claimKey(writer as CellName, payment, operation); // a cell of the registry, as every writer in the truth is
}

function miscounted(ledger: LedgerView): readonly Breach[] {
  const expected = new Map<string, { count: bigint; digest: bigint }>();
  for (const { stored, claim } of claimsIn(ledger)) {
    const { home, epoch, payment, operation } = claim;
    const { key, add = {} } = passed(cellOf(stored), home, epoch, payment, operation);
    const { count, digest } = expected.get(nameOf(key)) ?? { count: 0n, digest: 0n };
    expected.set(nameOf(key), { count: count + (add["count"] ?? 0n), digest: digest + (add["digest"] ?? 0n) });
  }
  const fences = new Map(fencesIn(ledger).map((fence) => [nameOf(fence.key), fence]));
  return [...new Set([...expected.keys(), ...fences.keys()])].flatMap((name) => {
    const fence = fences.get(name);
    const counted = countIn(fence?.item);
    const due = expected.get(name) ?? { count: 0n, digest: 0n };
    if (counted.count === due.count && counted.digest === due.digest) return [];
    const fault = `${name} counts ${counted.count} entries, its claims are ${due.count}.`;
    return [{ fault, items: fence === undefined ? [] : [fence] }];
  });
}

/** The write by which an entry passed its fence. */
function passed(
  standIn: CellName,
  home: CellName,
  epoch: bigint,
  payment: PaymentId,
  operation: OperationId | undefined,
) {
  const write = passFence({ standIn, home, epoch }, payment, operation);
  if (write.write !== "update") throw new Error("Invariant broken: passing a fence updates it");
  return write;
}

function talliesAhead(ledger: LedgerView): readonly Breach[] {
  return ledger.truth.flatMap((tally) => {
    if (sortOf(tally.key) !== "standin" || tally.key.sk !== "tally") return [];
    const [home = "", , standIn = "", epoch = "0", shard = ""] = tally.key.pk.split("#");
    const fence = ledger.find({ pk: `${standIn}#standin#${home}#${epoch}#${shard}`, sk: "fence" });
    const [absorbed, counted] = [countIn(tally.item).count, countIn(fence?.item).count];
    if (absorbed <= counted) return [];
    const fault = `${tally.key.pk} tallies ${absorbed}, the fence counts ${counted}.`;
    return [{ fault, items: fence === undefined ? [tally] : [tally, fence] }];
  });
}

function fencesIn({ truth }: LedgerView): readonly StoredItem[] {
  return truth.filter(({ key }) => sortOf(key) === "standin" && key.sk === "fence");
}

function tallyOf({ key }: StoredItem, { find }: LedgerView): StoredItem | undefined {
  const [standIn, , , epoch = "0", shard = "0"] = key.pk.split("#");
  // Both are cells by the form of the key that fences.ts gives out.
  const [home, origin] = [subjectOf(key) as CellName, standIn as CellName];
  return find(tallyKey(home, origin, BigInt(epoch), Number(shard)));
}

function cellOf({ key }: StoredItem): CellName {
  return writerOf(key) as CellName; // a cell of the registry, as every writer in the truth is
}
