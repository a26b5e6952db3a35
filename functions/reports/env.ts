import type { CellName } from "../domain/ids.ts";
import { cellVariable, requiredVariable, type Variables } from "../stores/environment.ts";

/** What the program sets. */
export type EnvVariables = {
  readonly CELL: string;
  readonly LEDGER_TABLE: string;
  readonly CONTROL_TABLE: string;
  readonly VIEWS_TABLE: string;
  readonly VAULT_TABLE: string;
  readonly REPORTS_BUCKET: string;
};

/** The environment of the reports' maker, parsed. */
export interface Env {
  readonly cell: CellName;
  readonly ledgerTable: string;
  readonly controlTable: string;
  readonly viewsTable: string;
  readonly vaultTable: string;
  readonly bucket: string;
}

/** Parses the environment; a missing variable is named. */
export function parseEnv(variables: Variables): Env {
  return {
    cell: cellVariable(variables, "CELL"),
    ledgerTable: requiredVariable(variables, "LEDGER_TABLE"),
    controlTable: requiredVariable(variables, "CONTROL_TABLE"),
    viewsTable: requiredVariable(variables, "VIEWS_TABLE"),
    vaultTable: requiredVariable(variables, "VAULT_TABLE"),
    bucket: requiredVariable(variables, "REPORTS_BUCKET"),
  };
}
