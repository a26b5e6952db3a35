import type { CellName } from "../domain/ids.ts";
import { cellVariable, requiredVariable, type Variables } from "../stores/environment.ts";

/** What the program sets. */
export type EnvVariables = {
  readonly CELL: string;
  readonly LEDGER_TABLE: string;
  readonly CONTROL_TABLE: string;
  readonly PAYOUTS_QUEUE_URL: string;
};

/** The environment of the payouts' bookkeeper, parsed. */
export interface Env {
  readonly cell: CellName;
  readonly ledgerTable: string;
  readonly controlTable: string;
  readonly payoutsQueueUrl: string;
}

/** Parses the environment; a missing variable is named. */
export function parseEnv(variables: Variables): Env {
  return {
    cell: cellVariable(variables, "CELL"),
    ledgerTable: requiredVariable(variables, "LEDGER_TABLE"),
    controlTable: requiredVariable(variables, "CONTROL_TABLE"),
    payoutsQueueUrl: requiredVariable(variables, "PAYOUTS_QUEUE_URL"),
  };
}
