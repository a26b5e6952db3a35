import { cellNames, type RegionalKey } from "./names.ts";
import type { CellEntry, Stage } from "./registry.ts";

/** A table that stays in its cell. */
export interface TablePlan {
  readonly name: "control" | "vault" | "views";
  readonly physicalName: string;
  readonly rangeKey: boolean;
  readonly key: RegionalKey;
}

/** The regional tables of a cell. */
export function cellTables(stage: Stage, cell: CellEntry): readonly TablePlan[] {
  const names = cellNames(stage, cell.name);
  return [
    { name: "control", physicalName: names.controlTable, rangeKey: false, key: "control" },
    { name: "vault", physicalName: names.vaultTable, rangeKey: true, key: "vault" },
    { name: "views", physicalName: names.viewsTable, rangeKey: true, key: "views" },
  ];
}
