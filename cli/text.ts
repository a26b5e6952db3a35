/** Rows as aligned columns, two spaces between them; columns listed in `right` are flushed right. */
export function aligned(rows: readonly (readonly string[])[], right: readonly number[] = []): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  }
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return right.includes(column) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd(),
  );
}

/** JSON of anything the ledger holds: whole numbers as such while JSON can hold them exactly, as text beyond that. */
export function toJson(value: unknown, indent?: number): string {
  const exact = (_: string, held: unknown) => (typeof held === "bigint" ? exactNumber(held) : held);
  return JSON.stringify(value, exact, indent);
}

/** "1 item", "2 items". */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

/** Milliseconds for people: "84 ms", "3.2 s". */
export function duration(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

/** A longer time for people, in its largest unit: "40 s", "12 min", "5 h", "3 d". */
export function age(ms: number): string {
  const [minutes, hours, days] = [ms / 60_000, ms / 3_600_000, ms / 86_400_000].map(Math.floor);
  if ((days ?? 0) > 0) return `${days} d`;
  if ((hours ?? 0) > 0) return `${hours} h`;
  return (minutes ?? 0) > 0 ? `${minutes} min` : `${Math.max(0, Math.floor(ms / 1_000))} s`;
}

function exactNumber(held: bigint): number | string {
  const number = Number(held);
  return Number.isSafeInteger(number) ? number : held.toString();
}
