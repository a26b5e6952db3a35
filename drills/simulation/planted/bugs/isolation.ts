import type { PlantedBug } from "../bug.ts";

/** Mistakes of a home that nobody can tell whether it still is the owner (design, 7: shares). */
export const isolationBugs: readonly PlantedBug[] = [
  {
    name: "isolated-home-keeps-everything",
    // In `keptBack` it would be no bug: the stand-in leaves a home what that says, all of it then, and spends nothing.
    story:
      "An isolated home takes all that an account has for its share, and its stand-in leaves it a fifth of it only.",
    file: "functions/domain/isolated.ts",
    find: `const left = share?.left ?? keptBack(available);`,
    replace: `const left = share?.left ?? available;`,
  },
  {
    name: "isolated-share-not-used-up",
    story: "Every isolated payment is measured by the whole share: together they spend it several times.",
    file: "functions/domain/isolated.ts",
    find: `  const add = { ...full.add, isolatedLeft: 0n - amount };
`,
    replace: `  const add = { ...full.add };
`,
  },
  {
    name: "isolation-ended-by-an-old-lease",
    story: "A full write delayed since before the isolation ends the share: the next isolated debit sets a new one.",
    file: "functions/domain/isolated.ts",
    find: `return BigInt(Math.floor(leaseSent)) > share.at + CLOCK_BOUND_MS;`,
    replace: `return leaseSent > 0 && share.at > 0n;`,
  },
  {
    name: "stand-in-keeps-nothing-back",
    story: "An isolated home and its stand-in both spend everything that the account had.",
    file: "functions/domain/allowance.ts",
    find: "const share = whole ? 0n : shareOf(balance);",
    replace: "const share = whole ? 0n : shareOf({});",
  },
  {
    name: "share-of-what-is-left",
    meets: "handedOn",
    story: "A second stand-in keeps back a share of what the first one left; the home takes one of all that it sees.",
    file: "functions/domain/allowance.ts",
    find: "const share = whole ? 0n : shareOf(balance);",
    replace: "const share = whole ? 0n : keptBack(available + base - absorbed(standing.cell) + onTheWay);",
  },
  {
    name: "whole-allowance-too-early",
    story: "The stand-in takes an epoch before its own for the home's word, and spends the share that the home keeps.",
    file: "functions/domain/allowance.ts",
    find: `figureIn(balance, "epoch") >= standing.epoch;`,
    replace: `figureIn(balance, "epoch") >= standing.epoch - 1n;`,
  },
];
