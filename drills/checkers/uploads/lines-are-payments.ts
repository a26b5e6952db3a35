import { fault, type Breach } from "../checker.ts";
import { bookedFrom, type Booked } from "./booked-lines.ts";
import { isToldAsPaid, type SeenFile, type SeenUpload, type UploadChecker } from "./upload-run.ts";

/** A file that came by one upload only was told the truth; of one that came twice, the other upload may have paid. */
export const linesArePayments: UploadChecker = {
  name: "upload-lines-are-payments",
  claim: "A line that is told as paid is a payment, as its file says; one that is told as refused is none.",
  holds: "afterHeal",
  harm: "lost",
  check({ files }, ledger) {
    const booked = bookedFrom(files, ledger);
    return files.flatMap((file) => file.uploads.flatMap((upload) => untrue(upload, file, booked)));
  },
};

function untrue({ id, lines }: SeenUpload, file: SeenFile, booked: ReadonlyMap<string, Booked>): readonly Breach[] {
  return lines.flatMap((line, index) => {
    const payment = line.payment === null ? undefined : booked.get(line.payment);
    const told = `Line ${index} of ${id} is told as ${line.status}`;
    if (isToldAsPaid(line)) {
      if (payment === undefined) return [fault(`${told}; nothing stands under ${line.payment}.`)];
      const { payee, amount } = file.lines[index] ?? {};
      if (payment.entry.payee === payee && payment.entry.amount === BigInt(amount ?? 0)) return [];
      const { entry, stored } = payment;
      return [{ fault: `${told}, ${amount} to ${payee}; it is ${entry.amount} to ${entry.payee}.`, items: [stored] }];
    }
    if (payment === undefined || file.uploads.length > 1) return [];
    return [{ fault: `${told}, and stands as ${line.payment}.`, items: [payment.stored] }];
  });
}
