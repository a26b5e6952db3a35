import type { PlantedBug } from "../bug.ts";

/** Mistakes in captures, voids and refunds (design, 5 and 6). */
export const operationBugs: readonly PlantedBug[] = [
  {
    name: "refund-not-reserved",
    story: "Two refunds of the same payment follow one another: the first has reserved nothing, and both are paid.",
    file: "functions/domain/refunds.ts",
    find: `captured: 0n, refundable: -amount });`,
    replace: `captured: 0n, refundable: 0n });`,
  },
  {
    name: "refund-beyond-what-is-left",
    story:
      "A second refund asks for the whole payment again: it is measured by the payment, not by what is left of it.",
    file: "functions/domain/refunds.ts",
    find: `if (amount > payment.refundable || amount <= 0n) {`,
    replace: `if (amount > payment.captured || amount <= 0n) {`,
  },
  {
    name: "refund-on-old-figures",
    story: "Two refunds at once are decided on the same reading: neither asks whether the payment still is as read.",
    file: "functions/domain/operation-steps.ts",
    find: `        clause("unchanged", { field: "refundable", is: "=", value: payment.refundable }),
`,
    replace: "",
  },
  {
    name: "refused-refund-stays-reserved",
    story: "The payee's cell refuses a refund: what was reserved for it can never be refunded any more.",
    file: "functions/domain/answers.ts",
    find: `...(own.kind === "refund" ? [reserved] : [])];`,
    replace: `];`,
  },
  {
    name: "rest-of-the-hold-stays",
    story: "A final capture of a part gives the rest back, but the account goes on holding it.",
    file: "functions/domain/captures.ts",
    find: `add: { held: -of.drawn, posted: -of.taken, available: given, version: 1n },`,
    replace: `add: { held: -of.taken, posted: -of.taken, available: given, version: 1n },`,
  },
  {
    name: "captured-beyond-the-hold",
    story: "A second capture asks for more than the first has left: it is measured by the whole authorization.",
    file: "functions/domain/captures.ts",
    find: `if (amount > remaining) return decline("capture_exceeds_authorization");`,
    replace: `if (amount > payment.amount) return decline("capture_exceeds_authorization");`,
  },
  {
    name: "captured-at-once-refundable",
    story: "A capture for a payee in another cell is refunded before that cell has credited the payee.",
    file: "functions/domain/captures.ts",
    find: `refundable: here ? amount : 0n }),`,
    replace: `refundable: amount }),`,
  },
  {
    name: "hold-never-due",
    story: "An authorization ends and is in nobody's list of what is due: its money stays held for ever.",
    file: "functions/domain/payments.ts",
    find: `const due = cell === homeOf(source) ? { due`,
    replace: `const due = cell !== homeOf(source) && amount < 0n ? { due`,
  },
];
