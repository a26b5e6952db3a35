import type { PlantedBug } from "../bug.ts";

/** Mistakes in building views from a journal that repeats and reorders. */
export const viewBugs: readonly PlantedBug[] = [
  {
    name: "event-told-again",
    story: "A record of an event comes twice: the event is listed a second time, as of its second arrival.",
    file: "functions/stores/view-writer.ts",
    find: `ConditionExpression: "attribute_not_exists(pk)" } };`,
    replace: `ConditionExpression: "attribute_not_exists(never)" } };`,
  },
  {
    name: "busy-taken-for-done",
    story: "The table of the views sheds a batch of rows again and again: at last the writer says nothing of them.",
    file: "functions/stores/view-writer.ts",
    find: `return left.flatMap(({ put }) => failedOf(put, "busy"));`,
    replace: `return left.flatMap(({ put }) => failedOf({ ...put, of: [] }, "busy"));`,
  },
  {
    name: "late-entry-leaves-the-sum",
    story: "An entry comes after its month was over and summed up: the sum that is kept stays as it was, without it.",
    file: "functions/stores/view-writer.ts",
    find: `if (month >= current) continue;`,
    replace: `if (month <= current) continue;`,
  },
  {
    name: "failures-acknowledged",
    story:
      "The table of the views sheds load: the projector takes the batch for done, without what it could not write.",
    file: "functions/projector/app.ts",
    find: `return first === undefined ? undefined : records[first]?.sequenceNumber;`,
    replace: `return times.length === 0 ? records[first ?? 0]?.sequenceNumber : undefined;`,
  },
  {
    name: "last-failure-told",
    story: "Two records of a batch fail: the projector names the later one, and nobody delivers the earlier one again.",
    file: "functions/projector/app.ts",
    find: `Math.min(...failed);`,
    replace: `Math.max(...failed);`,
  },
  {
    name: "payee-not-listed",
    story: "A payment's payee is another tenant's: it is put into the listing of whoever pays, and into no other.",
    file: "functions/projector/projecting.ts",
    find: `else known.push({ change, write: listedFor(`,
    replace: `else if (tenants.size === 0) known.push({ change, write: listedFor(`,
  },
  {
    name: "booked-somewhere-not-listed",
    story: "A payment that books on its payer's account alone is in no row of its payee's: it counts as booked there.",
    file: "functions/domain/projections.ts",
    find: `booked.has(account) ? [] : [listed(`,
    replace: `booked.size > 0 ? [] : [listed(`,
  },
];
