import type { CellName } from "../domain/ids.ts";
import { cellVariable, requiredVariable, type Variables } from "../stores/environment.ts";

/** What the program sets. */
export type EnvVariables = {
  readonly CELL: string;
  readonly LEDGER_TABLE: string;
  readonly AUTHORITY_TABLE: string;
  /** Regions with a replica of the authority table, comma-separated, the nearest first. */
  readonly AUTHORITY_REGIONS: string;
};

/** The controller's environment, parsed. */
export interface Env {
  readonly cell: CellName;
  readonly ledgerTable: string;
  readonly authorityTable: string;
  readonly authorityRegions: readonly string[];
}

/** Parses the environment; a missing variable is named. */
export function parseEnv(variables: Variables): Env {
  return {
    cell: cellVariable(variables, "CELL"),
    ledgerTable: requiredVariable(variables, "LEDGER_TABLE"),
    authorityTable: requiredVariable(variables, "AUTHORITY_TABLE"),
    authorityRegions: requiredVariable(variables, "AUTHORITY_REGIONS").split(","),
  };
}
