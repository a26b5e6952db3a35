import type { CellName } from "../domain/ids.ts";
import { cellVariable, requiredVariable, type Variables } from "../stores/environment.ts";

/** What the program sets. */
export type EnvVariables = {
  readonly CELL: string;
  readonly LEDGER_TABLE: string;
  readonly CONTROL_TABLE: string;
  /** Alias of the multi-region HMAC key that request hashes are made with. */
  readonly REQUEST_HASH_KEY: string;
  readonly VAULT_TABLE: string;
  /** Alias of the key that seals the data keys of people. */
  readonly VAULT_KEY: string;
  readonly UPLOADS_TABLE: string;
  readonly UPLOADS_BUCKET: string;
  readonly FILES_QUEUE_URL: string;
  readonly PARTS_QUEUE_URL: string;
};

/** The environment of who pays files, parsed. */
export interface Env {
  readonly cell: CellName;
  readonly ledgerTable: string;
  readonly controlTable: string;
  readonly requestHashKey: string;
  readonly vaultTable: string;
  readonly vaultKey: string;
  readonly uploadsTable: string;
  readonly uploadsBucket: string;
  readonly filesQueueUrl: string;
  readonly partsQueueUrl: string;
}

/** Parses the environment; a missing variable is named. */
export function parseEnv(variables: Variables): Env {
  return {
    cell: cellVariable(variables, "CELL"),
    ledgerTable: requiredVariable(variables, "LEDGER_TABLE"),
    controlTable: requiredVariable(variables, "CONTROL_TABLE"),
    requestHashKey: requiredVariable(variables, "REQUEST_HASH_KEY"),
    vaultTable: requiredVariable(variables, "VAULT_TABLE"),
    vaultKey: requiredVariable(variables, "VAULT_KEY"),
    uploadsTable: requiredVariable(variables, "UPLOADS_TABLE"),
    uploadsBucket: requiredVariable(variables, "UPLOADS_BUCKET"),
    filesQueueUrl: requiredVariable(variables, "FILES_QUEUE_URL"),
    partsQueueUrl: requiredVariable(variables, "PARTS_QUEUE_URL"),
  };
}
