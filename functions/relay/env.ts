import type { CellName } from "../domain/ids.ts";
import { cellVariable, requiredVariable, type Variables } from "../stores/environment.ts";

/** What the program sets. */
export type EnvVariables = {
  readonly CELL: string;
  readonly INBOX_QUEUE_URL: string;
  readonly PAYOUTS_QUEUE_URL: string;
  readonly TOLD_QUEUE_URL: string;
};

/** The relay's environment, parsed. */
export interface Env {
  readonly cell: CellName;
  readonly inboxQueueUrl: string;
  readonly payoutsQueueUrl: string;
  readonly toldQueueUrl: string;
}

/** Parses the environment; a missing variable is named. */
export function parseEnv(variables: Variables): Env {
  return {
    cell: cellVariable(variables, "CELL"),
    inboxQueueUrl: requiredVariable(variables, "INBOX_QUEUE_URL"),
    payoutsQueueUrl: requiredVariable(variables, "PAYOUTS_QUEUE_URL"),
    toldQueueUrl: requiredVariable(variables, "TOLD_QUEUE_URL"),
  };
}
