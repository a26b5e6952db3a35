import { csvText } from "../domain/csv.ts";
import { timeText } from "../domain/view-keys.ts";
import { formatMinor } from "../iso20022/decimal.ts";
import type { Statement } from "./actions/statement.ts";

const COLUMNS = ["booked_at", "entry", "kind", "payment", "operation", "counterparty", "amount", "currency"] as const;

/** A statement as comma-separated values (RFC 4180), a line for each entry; amounts in the currency's own decimals. */
export function renderCsv({ entries, currency }: Statement): string {
  const lines = entries.map(({ at, id, kind, payment, operation = "", counterparty = "", amount }) => {
    const texts = [timeText(at), id, kind, payment, operation, counterparty].map(csvText);
    // A figure is no text: its minus sign is one.
    return [...texts, formatMinor(amount, currency), csvText(currency)].join(",");
  });
  return [COLUMNS.join(","), ...lines, ""].join("\r\n");
}
