import type { CellName } from "../domain/ids.ts";
import { cellVariable, requiredVariable, type Variables } from "../stores/environment.ts";

/** What the program sets. */
export type EnvVariables = {
  readonly CELL: string;
  readonly LEDGER_TABLE: string;
  readonly CONTROL_TABLE: string;
  readonly ARCHIVE_BUCKET: string;
  readonly COUNTERSIGN_KEY: string;
};

/** The archive's environment, parsed. */
export interface Env {
  readonly cell: CellName;
  readonly ledgerTable: string;
  readonly controlTable: string;
  readonly archiveBucket: string;
  readonly countersignKey: string;
}

/** Parses the environment; a missing variable is named. */
export function parseEnv(variables: Variables): Env {
  return {
    cell: cellVariable(variables, "CELL"),
    ledgerTable: requiredVariable(variables, "LEDGER_TABLE"),
    controlTable: requiredVariable(variables, "CONTROL_TABLE"),
    archiveBucket: requiredVariable(variables, "ARCHIVE_BUCKET"),
    countersignKey: requiredVariable(variables, "COUNTERSIGN_KEY"),
  };
}
