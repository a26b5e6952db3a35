import type { PlantedBug } from "../bug.ts";

/** Mistakes of a cell that takes payments for another home (design, 7: shares, a stand-in payment). */
export const standInBugs: readonly PlantedBug[] = [
  {
    name: "allowance-unbounded",
    story: "Two payments at once take more than the stand-in's allowance: its own row is not asked.",
    file: "functions/domain/stand-in.ts",
    find: "require: [same, ...enough], set: { at }, add };",
    replace: "require: [same, ...enough.slice(1)], set: { at }, add };",
  },
  {
    name: "allowance-never-used-up",
    story: "Every payment is measured by the stand-in's whole allowance: what it spent in this epoch does not count.",
    file: "functions/domain/allowance.ts",
    find: `undefined : base - limit;
  return { left: limit - (base - net), lowest, whole };`,
    replace: `undefined : net - limit;
  return { left: limit, lowest, whole };`,
  },
  {
    name: "third-cells-ignored",
    meets: "handedOn",
    story: "A home is handed on to a third cell: it spends again what the one before it had, not absorbed yet.",
    file: "functions/domain/allowance.ts",
    find: `const onTheWay = unabsorbed.reduce((sum, debits) => sum + (debits < 0n ? debits : 0n), 0n);`,
    replace: `const onTheWay = unabsorbed.reduce((sum, debits) => sum + (debits > 0n ? debits : 0n), 0n);`,
  },
  {
    name: "earlier-epochs-forgiven",
    meets: "goneOn",
    story:
      "A stand-in serves a second time: what it had taken before counts as still to be absorbed, and is there again.",
    file: "functions/domain/allowance.ts",
    find: "available - share + base - absorbed(standing.cell) + onTheWay;",
    replace: "available - share - absorbed(standing.cell) + onTheWay;",
  },
  {
    name: "stand-in-credits-without-half",
    story: "A stand-in credits a payee at home with it and leaves no half: the inbox credits it again.",
    file: "functions/domain/stand-in.ts",
    find: `if (capture === "manual" || homeOf(payee) !== cell) return [];`,
    replace: `if (homeOf(payee) !== cell || capture !== undefined) return [];`,
  },
  {
    name: "stand-in-credits-the-evacuated",
    story: "A stand-in credits an account of the evacuated home in its own replica, and the home does so too.",
    file: "functions/domain/payments.ts",
    find: `  if (homeOf(payee) === cell) {
    const write = manual`,
    replace: `  if (homeOf(payee) === cell || homeOf(payee) === homeOf(request.source)) {
    const write = manual`,
  },
  {
    name: "stand-in-posts-on-the-account",
    story: "A stand-in names the home's account in its postings: stand-in and home both say that they debited it.",
    file: "functions/domain/payments.ts",
    find: `return homeOf(account) === cell ? account : standInKey(cell, account).pk;`,
    replace: `return cell === "" ? standInKey(cell, account).pk : account;`,
  },
  {
    name: "claim-not-put",
    story: "A stand-in takes a payment and leaves no word for the home: it never learns of it.",
    file: "functions/domain/stand-in.ts",
    find: `    { role: "claim", write: putClaim(standing.cell, claim) },
`,
    replace: "",
  },
  {
    name: "fence-not-passed",
    story: "A stand-in's payments do not pass its fence: the home returns without waiting for any of them.",
    file: "functions/domain/stand-in.ts",
    find: `    { role: "fence", write: passFence(takeoverOf(standing), claim.payment, claim.operation) },
`,
    replace: "",
  },
  {
    name: "stand-in-void-gives-nothing-back",
    story: "A stand-in voids its own authorization: its position goes on as if the money was held.",
    file: "functions/domain/captures.ts",
    find: `const add = { net: given, held: -of.drawn };`,
    replace: `const add = { held: -of.drawn };`,
  },
  {
    name: "released-not-told",
    story: "A stand-in's final capture gives a part back and does not say so: the home goes on holding it.",
    file: "functions/domain/captures.ts",
    find: `drawn > amount ? { released: drawn - amount } : {};`,
    replace: `drawn < amount ? { released: drawn - amount } : {};`,
  },
  {
    name: "debits-not-counted",
    story: "The home's debits leave no count: what the stand-in had not seen of them, nobody can list.",
    file: "functions/domain/balances.ts",
    find: `      debited: of.amount,
`,
    replace: "",
  },
];
