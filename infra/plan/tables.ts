import { cellNames, type RegionalKey } from "./names.ts";
import type { CellEntry, Stage } from "./registry.ts";

/** A table that stays in its cell. */
export interface TablePlan {
  readonly name: "control" | "vault" | "views" | "webhooks" | "uploads";
  readonly physicalName: string;
  readonly rangeKey: boolean;
  readonly key: RegionalKey;
  /** Whether what somebody still has to do is listed by `due` and `dueAt`, and what has `expires` is forgotten then. */
  readonly worklist?: true;
  /** Whether what has `expires` is forgotten then. */
  readonly expires?: true;
}

/** The regional tables of a cell. */
export function cellTables(stage: Stage, cell: CellEntry): readonly TablePlan[] {
  const names = cellNames(stage, cell.name);
  return [
    { name: "control", physicalName: names.controlTable, rangeKey: false, key: "control" },
    { name: "vault", physicalName: names.vaultTable, rangeKey: true, key: "vault" },
    { name: "views", physicalName: names.viewsTable, rangeKey: true, key: "views" },
    // What was sent: rows as views are, and of the same data.
    { name: "webhooks", physicalName: names.webhooksTable, rangeKey: true, key: "views", worklist: true },
    { name: "uploads", physicalName: names.uploadsTable, rangeKey: true, key: "uploads", expires: true },
  ];
}
