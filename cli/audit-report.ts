import type { Finding } from "../drills/checkers/checker.ts";
import type { Overdraft, Tail } from "../drills/checkers/tail.ts";
import type { Audit } from "./auditing.ts";
import { aligned, count, toJson } from "./text.ts";

/** An audit as one JSON object. */
export function auditJson({ findings, overdrafts, ...found }: Audit): string {
  const sound = findings.every(({ breaches }) => breaches.length === 0);
  const checks = findings.map(({ checker: { name, claim, holds }, breaches }) => ({ name, claim, holds, breaches }));
  const below = overdrafts.map(({ account, currency, below: by, tail }) => ({ account, currency, below: by, tail }));
  return toJson({ sound, ...found, overdrafts: below, checks });
}

/** An audit for people: every invariant, each breach with its items, and what a takeover has left behind. */
export function auditLines({ findings, items, moving, atRest, tails, overdrafts }: Audit): readonly string[] {
  const total = findings.reduce((sum, { breaches }) => sum + breaches.length, 0);
  return [
    ...aligned(
      findings.map(({ checker, breaches }) => [
        breaches.length === 0 ? "holds" : "BROKEN",
        checker.name,
        checker.claim,
      ]),
    ),
    ...findings.flatMap(breachLines),
    ...tails.flatMap(tailLines),
    ...overdrafts.map(overdraftLine),
    `\n${count(items, "item")} read, ${count(total, "breach", "breaches")}.`,
    ...(atRest ? [] : ["Something is under way, or a takeover is on: what holds only at rest was not judged."]),
    ...(moving ? ["The ledger was being written to all the while: ask again when it is quiet."] : []),
  ];
}

function breachLines({ checker, breaches }: Finding): readonly string[] {
  return breaches.flatMap(({ fault, items }) => [
    `\n${checker.name}: ${fault}`,
    ...items.map(({ key, item }) => `  ${toJson({ ...key, ...item })}`),
  ]);
}

/** What a takeover leaves behind is no breach, but somebody has to know of it. */
function tailLines({ home, spender, epoch, account, currency, amount, entries }: Tail): readonly string[] {
  const unseen = `${amount} ${currency} minor units that ${spender} had not seen`;
  return [
    `\ntail of ${account}: ${unseen} (home ${home}, epoch ${epoch})`,
    ...entries.map((entry) => {
      const time = new Date(Number(entry.at)).toISOString();
      return `  ${entry.payment} ${entry.amount} by ${entry.cell} at ${time}`;
    }),
  ];
}

function overdraftLine({ account, currency, below, tail }: Overdraft): string {
  return `\noverdraft: ${account} is ${below} below its limit, its tail is ${tail} (${currency}, minor units)`;
}
