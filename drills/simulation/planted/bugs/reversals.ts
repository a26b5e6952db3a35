import type { PlantedBug } from "../bug.ts";

/** Mistakes about what has no place at home: duplicates, and keys that were misused (design, 7: absorbing). */
export const reversalBugs: readonly PlantedBug[] = [
  {
    name: "duplicate-absorbed-beside-its-own",
    story: "Home and stand-in took the same key: the home counts the stand-in's in besides its own, and debits twice.",
    file: "functions/domain/absorbing.ts",
    find: `    ...takenIn(read, { absorbed: -amount }, { type, amount }, balance, by),`,
    replace: `    ...takenIn(read, { available: -amount, absorbed: -amount }, { type, amount }, balance, by),`,
  },
  {
    name: "duplicate-not-absorbed",
    story: "A duplicate is reversed, but not noted as taken in: the stand-in's position stays open for ever.",
    file: "functions/domain/absorbing.ts",
    find: `    ...takenIn(read, { absorbed: -amount }, { type, amount }, balance, by),`,
    replace: `    ...takenIn(read, { absorbed: 0n }, { type, amount }, balance, by),`,
  },
  {
    name: "reversed-without-bounce",
    story:
      "The home reverses a duplicate whose payee is its own and does not book the entry back: clearing stays open.",
    file: "functions/domain/reversals.ts",
    find: `return [reversal, { write: "put", key, item: toItem(half) }, clearing(`,
    replace: `if (half.amount > 0n && key.pk !== "") return [reversal];
  return [reversal, clearing(`,
  },
  {
    name: "reversed-clearing-not-moved",
    story: "A duplicate's payee is at home elsewhere: the reversal posts on clearing, and does not move the row.",
    file: "functions/domain/reversals.ts",
    find: `if (peer !== home) return [reversal, clearing(home, peer, payment, currency, -amount)];`,
    replace: `if (peer !== home) return [reversal];`,
  },
  {
    name: "misused-key-is-a-duplicate",
    story: "A key is sent with another body to the stand-in: the home asks the payee's cell back as for a duplicate.",
    file: "functions/domain/absorbing.ts",
    find: `const duplicate = own.request === request;`,
    replace: `const duplicate = own.id === read.entry.id;`,
  },
];
