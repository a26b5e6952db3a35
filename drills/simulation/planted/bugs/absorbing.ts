import type { PlantedBug } from "../bug.ts";

/** Mistakes of a home that takes in what its stand-in did (design, 7: absorbing). */
export const absorbingBugs: readonly PlantedBug[] = [
  {
    name: "absorbed-under-another-id",
    story:
      "The home absorbs a payment under a name of its own: a retry after failback finds nothing and charges again.",
    file: "functions/domain/absorbing.ts",
    find: `  const key = entryKey(cell, payment, operation);
`,
    replace: `  const { pk, sk } = entryKey(cell, payment, operation);
  const key = { pk, sk: operation === undefined ? "payment#absorbed" : sk };
`,
  },
  {
    name: "tally-not-counted",
    story: "The home absorbs without counting: its tallies never equal the fences, and it never returns.",
    file: "functions/domain/absorbing.ts",
    find: `    countAbsorbed({ standIn, home: by.cell, epoch }, payment, operation),
`,
    replace: "",
  },
  {
    name: "operation-counted-as-its-payment",
    story: "The home counts an operation under its payment's name: the counts agree and the digests never do.",
    file: "functions/domain/absorbing.ts",
    find: `countAbsorbed({ standIn, home: by.cell, epoch }, payment, operation),`,
    replace: `countAbsorbed({ standIn, home: by.cell, epoch }, payment, undefined),`,
  },
  {
    name: "tally-counted-twice",
    story: "A message comes twice at the same time: one absorbs a capture, the other reverses it, and both count it.",
    file: "functions/domain/absorbing-operations.ts",
    find: `...(isKept ? record(read, copy, stored, by) : []),`,
    replace: `...(isKept
      ? [{ write: "update", key: recordCopy(copy, stored, by).key, require: [], set: { ...copy }, remove: ["code"] }]
      : []),`,
  },
  {
    name: "reversed-not-kept",
    story:
      "The home takes back what its stand-in captured and forgets the key: asked again, it declines what was done.",
    file: "functions/domain/absorbing-operations.ts",
    find: `(stored === undefined || stored.state === "declined");`,
    replace: `stored?.state === "declined";`,
  },
  {
    name: "queued-overtakes-done",
    story: "A queued capture of the rest arrives before one that its stand-in had made: that one is reversed.",
    file: "functions/domain/absorbing-operations.ts",
    find: `if (isOvertaking(read, entry.queued)) return { decision: "wait" };`,
    replace: "",
  },
  {
    name: "available-not-moved",
    story: "The home absorbs a debit in what is posted only: the same money is there to be spent again.",
    file: "functions/domain/absorbing.ts",
    find: `const debited = { available: -amount, posted: -amount, absorbed: -amount };`,
    replace: `const debited = { posted: -amount, absorbed: -amount };`,
  },
  {
    name: "absorbed-without-half",
    story: "The home pays its own payee while absorbing and leaves no half: nobody can tell that it was paid.",
    file: "functions/domain/absorbing.ts",
    find: `      { write: "put", key: halfKey(by.cell, payment, operation), item: toItem(half) },
`,
    replace: "",
  },
  {
    name: "given-back-not-absorbed",
    story: "A stand-in voids what it held: the home gives it back too, and does not note that the position moved.",
    file: "functions/domain/absorbing-operations.ts",
    find: `posted: -taken, absorbed: givenBackBy(entry) };`,
    replace: `posted: -taken, absorbed: 0n };`,
  },
  {
    name: "absorbed-hold-not-opened",
    story: "The home absorbs an authorization and opens no hold for it: what it holds back nobody can ever capture.",
    file: "functions/domain/absorbing.ts",
    find: `openHold(copy, by.cell), `,
    replace: "",
  },
  {
    name: "decline-beats-the-payment",
    story: "The home declined a key before its stand-in accepted it: the stored decline stands, the payment is lost.",
    file: "functions/domain/absorbing.ts",
    find: `  if (own === undefined || own.state === "declined") return`,
    replace: `  if (own?.state === "declined") return { decision: "done" };
  if (own === undefined) return`,
  },
  {
    name: "queued-without-an-event",
    story: "The home decides what its stand-in had answered with 202, and tells nobody.",
    file: "functions/domain/queued-operations.ts",
    find: `    ...takenIn(read, { ...decided.moved, absorbed: 0n }, undefined, balance, by),
    ...events(decided.entry, by),`,
    replace: `    ...takenIn(read, { ...decided.moved, absorbed: 0n }, undefined, balance, by),`,
  },
  {
    name: "queued-capture-moves-nothing",
    story: "The home decides a queued capture and moves what is held of the payment, not of the account.",
    file: "functions/domain/queued-operations.ts",
    find: `...takenIn(read, { ...decided.moved, absorbed: 0n }, undefined, balance, by),`,
    replace: `...takenIn(read, { absorbed: 0n }, undefined, balance, by),`,
  },
  {
    name: "claim-answered-by-the-home",
    story:
      "The home strikes its stand-in's word off the list itself: two cells write one item, and the later one wins.",
    file: "functions/credit-inbox/app.ts",
    find: `      return homeOf(place.account) === desk.env.cell ? takeNote(key, desk) : true;`,
    replace: `      if (homeOf(place.account) !== desk.env.cell) return true;
      return (await takeNote(key, desk)) && noteEpoch(key, place.account, desk);`,
  },
];
