import type { CellName } from "../domain/ids.ts";
import { cellVariable, requiredVariable, type Variables } from "../stores/environment.ts";

/** What the program sets. */
export type EnvVariables = {
  readonly CELL: string;
  readonly LEDGER_TABLE: string;
  readonly CONTROL_TABLE: string;
  readonly VIEWS_TABLE: string;
  readonly DELIVERIES_TABLE: string;
  /** Alias of the multi-region key that seals the endpoints' secrets. */
  readonly WEBHOOKS_KEY: string;
  readonly TOLD_QUEUE_URL: string;
  /** Several, with commas between them. */
  readonly FAST_QUEUE_URLS: string;
  readonly SLOW_QUEUE_URL: string;
};

/** The environment of who sends webhooks, parsed. */
export interface Env {
  readonly cell: CellName;
  readonly ledgerTable: string;
  readonly controlTable: string;
  readonly viewsTable: string;
  readonly deliveriesTable: string;
  readonly webhooksKey: string;
  readonly toldQueueUrl: string;
  readonly fastQueueUrls: readonly string[];
  readonly slowQueueUrl: string;
  /** Where AWS is, if not where its names say: then so is the world outside. */
  readonly awsEndpoint: string | undefined;
}

/** Parses the environment; a missing variable is named. */
export function parseEnv(variables: Variables): Env {
  return {
    cell: cellVariable(variables, "CELL"),
    ledgerTable: requiredVariable(variables, "LEDGER_TABLE"),
    controlTable: requiredVariable(variables, "CONTROL_TABLE"),
    viewsTable: requiredVariable(variables, "VIEWS_TABLE"),
    deliveriesTable: requiredVariable(variables, "DELIVERIES_TABLE"),
    webhooksKey: requiredVariable(variables, "WEBHOOKS_KEY"),
    toldQueueUrl: requiredVariable(variables, "TOLD_QUEUE_URL"),
    fastQueueUrls: requiredVariable(variables, "FAST_QUEUE_URLS").split(","),
    slowQueueUrl: requiredVariable(variables, "SLOW_QUEUE_URL"),
    awsEndpoint: variables["AWS_ENDPOINT_URL"],
  };
}
