import { functionGrants } from "./grants.ts";
import { queueUrl } from "./arns.ts";
import { cellNames, functionNames, stageNames, type FunctionName } from "./names.ts";
import type { Grant } from "./policies.ts";
import type { CellEntry, Stage } from "./registry.ts";

/** Raw environment variables of every function; the values that only AWS knows are left to the component. */
interface FunctionEnvironments {
  readonly "payments-api": Variables<"CELL" | "LEDGER_TABLE" | "CONTROL_TABLE" | "REQUEST_HASH_KEY">;
  /** USER_POOL_ID is Cognito's to say. */
  readonly "lease-keeper": Variables<"CELL" | "CONTROL_TABLE" | "AUTHORITY_TABLE" | "AUTHORITY_REGIONS">;
  readonly relay: Variables<"CELL" | "INBOX_QUEUE_URL">;
  readonly "credit-inbox": Variables<"CELL" | "LEDGER_TABLE" | "CONTROL_TABLE">;
}

type Variables<Name extends string> = Readonly<Record<Name, string>>;

/** One function as it is to be deployed. */
export interface FunctionPlan {
  readonly name: FunctionName;
  readonly physicalName: string;
  readonly logGroup: string;
  /** `isolated` has no way out; `private` has one through a NAT gateway. */
  readonly subnets: "isolated" | "private";
  readonly timeoutSeconds: number;
  readonly memoryMiB: number;
  /** Concurrency set aside, so that no other function's load can starve it. */
  readonly reserved?: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly grants: readonly Grant[];
}

/** Lambda's current Node runtime. */
export const lambdaRuntime = "nodejs24.x";

const shapes: Readonly<
  Record<FunctionName, Pick<FunctionPlan, "subnets" | "timeoutSeconds" | "memoryMiB" | "reserved">>
> = {
  // API Gateway waits no longer than 29 s.
  "payments-api": { subnets: "isolated", timeoutSeconds: 29, memoryMiB: 1024 },
  // Started every minute and running for 150 s, three overlap; without one the cell stops taking payments.
  "lease-keeper": { subnets: "private", timeoutSeconds: 180, memoryMiB: 256, reserved: 5 },
  relay: { subnets: "isolated", timeoutSeconds: 30, memoryMiB: 256 },
  "credit-inbox": { subnets: "isolated", timeoutSeconds: 30, memoryMiB: 512 },
};

/** The functions of a cell. */
export function cellFunctions(stage: Stage, cell: CellEntry): readonly FunctionPlan[] {
  const names = cellNames(stage, cell.name);
  const grants = functionGrants(stage, cell);
  const environments: Readonly<Record<FunctionName, Readonly<Record<string, string>>>> = environmentsOf(stage, cell);
  return functionNames.map((name) => ({
    name,
    physicalName: names.function(name),
    logGroup: names.logGroup(name),
    ...shapes[name],
    environment: environments[name],
    grants: grants[name],
  }));
}

function environmentsOf(stage: Stage, cell: CellEntry): FunctionEnvironments {
  const names = cellNames(stage, cell.name);
  const shared = stageNames(stage.name);
  const CELL = cell.name;
  return {
    "payments-api": {
      CELL,
      LEDGER_TABLE: shared.ledgerTable,
      CONTROL_TABLE: names.controlTable,
      REQUEST_HASH_KEY: shared.requestHashKeyAlias,
    },
    "lease-keeper": {
      CELL,
      CONTROL_TABLE: names.controlTable,
      AUTHORITY_TABLE: shared.authorityTable,
      AUTHORITY_REGIONS: stage.authority.replicas.join(","),
    },
    relay: { CELL, INBOX_QUEUE_URL: queueUrl(stage.account, cell.region, names.queue("credit-inbox")) },
    "credit-inbox": { CELL, LEDGER_TABLE: shared.ledgerTable, CONTROL_TABLE: names.controlTable },
  };
}

/** The plan of one function. Throws when the cell has none, which no cell's plan lacks. */
export function functionPlan(functions: readonly FunctionPlan[], name: FunctionName): FunctionPlan {
  const found = functions.find((plan) => plan.name === name);
  if (found === undefined) {
    throw new Error(`The plan has no function ${name}.`);
  }
  return found;
}
