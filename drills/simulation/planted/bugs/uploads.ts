import type { PlantedBug } from "../bug.ts";

/** Mistakes in paying uploaded files: brought twice, to a stand-in, or tried in vain. */
export const uploadBugs: readonly PlantedBug[] = [
  {
    name: "line-named-by-its-upload",
    story: "A file is uploaded a second time: its lines have other payments' ids than the first time, and pay again.",
    file: "functions/batch-runner/app.ts",
    find: `const common = { upload: upload.id, debtor, tenant, messageId };`,
    replace: `const common = { upload: upload.id, debtor, tenant, messageId: upload.id };`,
  },
  {
    name: "brought-again-taken-for-another",
    story: "A file is uploaded a second time: its message id is there, and it is refused as if it were another file.",
    file: "functions/payments-api/actions/pay-batch.ts",
    find: `if (refusals[0].old?.["content"] === content) return { id, replayed: true };`,
    replace: `if (refusals[0].old === undefined) return { id, replayed: true };`,
  },
  {
    name: "undecided-taken-for-done",
    story: "A call fails while a part is paid: its message is done, and nobody tries the undecided lines again.",
    file: "functions/batch-runner/batches.ts",
    find: `return again === 0 ? "done" : "again";`,
    replace: `return "done";`,
  },
  {
    name: "left-behind-for-ever",
    story: "A home takes itself back from the stand-in that a file was brought to: the rest of it is tried for ever.",
    file: "functions/domain/payment-uploads.ts",
    find: `return homeOf(debtor) !== cell && now.may === "redirect" && now.epoch > epoch;`,
    replace: `return homeOf(debtor) === "" && now.may === "redirect" && now.epoch > epoch;`,
    meets: "suddenly",
  },
  {
    name: "given-up-by-its-home",
    story: "A home is evacuated while it pays a file: it tells what is left as misdirected, and pays it never again.",
    file: "functions/domain/payment-uploads.ts",
    find: `return homeOf(debtor) !== cell && now.may === "redirect" && now.epoch > epoch;`,
    replace: `return homeOf(debtor) !== "" && now.may === "redirect" && now.epoch > epoch;`,
    meets: "suddenly",
  },
  {
    name: "no-lease-no-cells",
    story: "A runner that has never read the lease takes every payee's cell for one that does not exist.",
    file: "functions/stores/control.ts",
    find: `    if (known === undefined) throw new CellsUnknown();
    return known;
  }

  async function cellsNow(): Promise<readonly CellName[]> {
    if (!(await renew()) || known === undefined) throw new CellsUnknown();
    return known;`,
    replace: `    return known ?? [];
  }

  async function cellsNow(): Promise<readonly CellName[]> {
    await renew();
    return known ?? [];`,
  },
];
