import type { CellEntry, Stage } from "./registry.ts";

/** How a cell comes by the ledger table: the first one makes it, the others join it with a replica. */
export type LedgerPart = { readonly kind: "founder" } | { readonly kind: "joiner"; readonly founder: CellEntry };

/** Which part a cell has in its stage's ledger. */
export function ledgerPartOf(stage: Stage, cell: CellEntry): LedgerPart {
  const founder = stage.cells[0];
  return founder === undefined || founder.name === cell.name ? { kind: "founder" } : { kind: "joiner", founder };
}

/** The stack of a cell, or of the edge: "prod-eu", "prod-global". */
export function stackName(stage: string, part: string): string {
  return `${stage}-${part}`;
}
