import type { CellName } from "../domain/ids.ts";
import { cellVariable, requiredVariable, type Variables } from "../stores/environment.ts";

/** What the program sets. */
export type EnvVariables = {
  readonly CELL: string;
  readonly LEDGER_TABLE: string;
  readonly CONTROL_TABLE: string;
  readonly VIEWS_TABLE: string;
  /** Alias of the multi-region HMAC key that request hashes are made with. */
  readonly REQUEST_HASH_KEY: string;
  readonly VAULT_TABLE: string;
  /** Alias of the key that seals the data keys of people. */
  readonly VAULT_KEY: string;
  readonly DELIVERIES_TABLE: string;
  /** Alias of the multi-region key that seals the secrets of webhook endpoints. */
  readonly WEBHOOKS_KEY: string;
  readonly UPLOADS_TABLE: string;
  readonly UPLOADS_BUCKET: string;
};

/** The API's environment, parsed. */
export interface Env {
  readonly cell: CellName;
  readonly ledgerTable: string;
  readonly controlTable: string;
  readonly viewsTable: string;
  readonly requestHashKey: string;
  readonly vaultTable: string;
  readonly vaultKey: string;
  readonly deliveriesTable: string;
  readonly webhooksKey: string;
  readonly uploadsTable: string;
  readonly uploadsBucket: string;
  /** Where AWS is, if not where its names say. */
  readonly awsEndpoint?: string;
}

/** Parses the environment; a missing variable is named. */
export function parseEnv(variables: Variables): Env {
  const awsEndpoint = variables["AWS_ENDPOINT_URL"];
  return {
    cell: cellVariable(variables, "CELL"),
    ledgerTable: requiredVariable(variables, "LEDGER_TABLE"),
    controlTable: requiredVariable(variables, "CONTROL_TABLE"),
    viewsTable: requiredVariable(variables, "VIEWS_TABLE"),
    requestHashKey: requiredVariable(variables, "REQUEST_HASH_KEY"),
    vaultTable: requiredVariable(variables, "VAULT_TABLE"),
    vaultKey: requiredVariable(variables, "VAULT_KEY"),
    deliveriesTable: requiredVariable(variables, "DELIVERIES_TABLE"),
    webhooksKey: requiredVariable(variables, "WEBHOOKS_KEY"),
    uploadsTable: requiredVariable(variables, "UPLOADS_TABLE"),
    uploadsBucket: requiredVariable(variables, "UPLOADS_BUCKET"),
    ...(awsEndpoint === undefined ? {} : { awsEndpoint }),
  };
}
