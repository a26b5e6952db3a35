import type { CellName } from "../domain/ids.ts";
import { cellVariable, requiredVariable, type Variables } from "../stores/environment.ts";

/** What the program sets. */
export type EnvVariables = {
  readonly CELL: string;
  readonly LEDGER_TABLE: string;
  readonly VIEWS_TABLE: string;
};

/** The projector's environment, parsed. */
export interface Env {
  readonly cell: CellName;
  readonly ledgerTable: string;
  readonly viewsTable: string;
}

/** Parses the environment; a missing variable is named. */
export function parseEnv(variables: Variables): Env {
  return {
    cell: cellVariable(variables, "CELL"),
    ledgerTable: requiredVariable(variables, "LEDGER_TABLE"),
    viewsTable: requiredVariable(variables, "VIEWS_TABLE"),
  };
}
