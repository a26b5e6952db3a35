import type { Breach } from "../checker.ts";
import { bookedFrom, type Booked } from "./booked-lines.ts";
import { isToldAsPaid, type SeenFile, type UploadChecker } from "./upload-run.ts";

/** However often and by however many uploads a file comes: every upload of it tells of the same payments. */
export const linesArePaidOnce: UploadChecker = {
  name: "upload-lines-are-paid-once",
  claim: "Each line of a file is one payment at the most, and nothing else is paid from the account.",
  holds: "afterHeal",
  harm: "doubleCharged",
  check({ files }, ledger) {
    const booked = bookedFrom(files, ledger);
    const named = new Set<string>();
    const twice = files.flatMap((file) => paidTwice(file, booked, named));
    const unnamed = [...booked].filter(([id]) => !named.has(id));
    const nobodys = unnamed.map(([id, { entry, stored }]): Breach => {
      return { fault: `${entry.source} has paid ${entry.amount} as ${id}, which no line names.`, items: [stored] };
    });
    return [...twice, ...nobodys];
  },
};

/** Lines with more than one payment, or that share theirs with another line; notes all payments in `named`. */
function paidTwice(file: SeenFile, booked: ReadonlyMap<string, Booked>, named: Set<string>): readonly Breach[] {
  return file.lines.flatMap((_, index) => {
    const told = file.uploads.flatMap(({ lines }) => lines[index] ?? []).filter(isToldAsPaid);
    const payments = new Set(told.flatMap(({ payment }) => payment ?? []));
    const shared = [...payments].filter((id) => named.has(id));
    for (const id of payments) named.add(id);
    if (payments.size <= 1 && shared.length === 0) return [];
    const items = [...payments].flatMap((id) => booked.get(id)?.stored ?? []);
    return [{ fault: `Line ${index} of ${file.messageId} is ${[...payments].join(" and ")}.`, items }];
  });
}
