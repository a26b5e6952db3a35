import type { PlantedBug } from "../bug.ts";

/** Mistakes between cells (design, 6). */
export const transferBugs: readonly PlantedBug[] = [
  {
    name: "half-put-over-the-half",
    story: "A message is delivered twice: the payee is credited by both, since the half is not asked for.",
    file: "functions/domain/answers.ts",
    find: `return { outcome, writes: [{ write: "put", key, item: toItem(half) }, ...writes] };`,
    replace: `return { outcome, writes: [{ write: "update", key, require: [], set: toItem(half) }, ...writes] };`,
  },
  {
    name: "settled-twice",
    story: "Two messages tell of the same half: both make what was paid refundable.",
    file: "functions/domain/settling.ts",
    find: `    require: [clause("unchanged", { field: "state", is: "=", value: entry.state })],
    set: { state: "completed" },
    ...remove,`,
    replace: `    require: [],
    set: { state: "completed" },
    ...remove,`,
  },
  {
    name: "second-entry-credited",
    meets: "suddenly",
    story: "The home and its stand-in take the same key: the payee's cell credits the payee for both.",
    file: "functions/domain/transfers.ts",
    find: `!== asked.origin)) return [bounce(asked, standing, own)];`,
    replace: `!== asked.origin)) return [creditPayee(asked, standing, own, stripe)];`,
  },
  {
    name: "bounced-to-where-it-came-from",
    meets: "suddenly",
    story: "A stand-in's second entry is booked back to the stand-in and not to the payer's home, which reverses it.",
    file: "functions/domain/answers.ts",
    find: `  const home = homeOf(payment);
  const postings = [received`,
    replace: `  const home = origin;
  const postings = [received`,
  },
  {
    name: "refund-leaves-the-payment-waiting",
    story: "The payee's cell has given a refund: the payer is credited, and the refund stays under way for ever.",
    file: "functions/domain/answers.ts",
    find: `    credit(due.account, currency, amount, standing.at, stripe),
    paidOff(asked, standing),
    ...undone(asked, standing, own),`,
    replace: `    credit(due.account, currency, amount, standing.at, stripe),
    paidOff(asked, standing),`,
  },
  {
    name: "refund-not-booked-to-the-payer",
    story: "The payee's cell debits a refund and forgets to owe it to the payer's.",
    file: "functions/domain/answers.ts",
    find: `    debit(asked.due.account, { tenant, currency, amount }, standing, entry),
    clearing(standing.cell, asked.origin, payment, currency, amount),`,
    replace: `    debit(asked.due.account, { tenant, currency, amount }, standing, entry),`,
  },
  {
    name: "stream-alone",
    story: "A change falls out of the stream: nothing looks through what is due, so nobody ever acts on it.",
    file: "functions/credit-inbox/sweeping.ts",
    find: `found.push(...keys.filter((key) => isMine(key) && !isTimed(key)));`,
    replace: `found.push(...keys.filter((key) => isMine(key) && isTimed(key)));`,
  },
  {
    name: "home-credits-and-absorbs",
    meets: "suddenly",
    story: "A stand-in pays an account of the evacuated home: its inbox credits the payee, and absorbing does too.",
    file: "functions/credit-inbox/app.ts",
    find: `if (isHome && writer !== here && place.kind !== "half") {`,
    replace: `if (isHome && writer !== here && place.kind === "operation") {`,
  },
];
