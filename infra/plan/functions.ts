import { functionGrants } from "./grants.ts";
import { environmentsOf } from "./environments.ts";
import { cellNames, functionNames, type FunctionName } from "./names.ts";
import type { Grant } from "./policies.ts";
import type { CellEntry, Stage } from "./registry.ts";

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
  /** Which of Lambda's own lines about its runs are kept: `WARN` keeps those alone that say that one went wrong. */
  readonly systemLogLevel: "INFO" | "WARN";
  readonly environment: Readonly<Record<string, string>>;
  readonly grants: readonly Grant[];
}

/** Lambda's current Node runtime. */
export const lambdaRuntime = "nodejs24.x";

type Shape = Pick<FunctionPlan, "subnets" | "timeoutSeconds" | "memoryMiB" | "reserved">;

/** Every payment runs these, and each run writes its own figures: Lambda's lines would be more than half of the log. */
const tellsOfEveryRun: ReadonlySet<FunctionName> = new Set(["payments-api", "relay", "credit-inbox", "projector"]);

/**
 * How often the inbox tries a message before it goes aside. It pauses a second after the first try and half a minute
 * at least from the sixth on, so that a message which fails at once goes aside after a quarter of an hour at the
 * earliest: tables that are out of order for ten minutes put nothing aside.
 */
export const inboxReceivesMax = 36;

/** Started every minute and running for 150 s, three of a kind overlap; the rest is room for a slow end. */
export const perpetual = { timeoutSeconds: 180, memoryMiB: 256, reserved: 5 } as const;

const shapes: Readonly<Record<FunctionName, Shape>> = {
  // API Gateway waits no longer than 29 s.
  "payments-api": { subnets: "isolated", timeoutSeconds: 29, memoryMiB: 1024 },
  // Without one the cell stops taking payments.
  "lease-keeper": { subnets: "private", ...perpetual },
  // Without one no fence opens or closes: a takeover does not begin, and none ends.
  controller: { subnets: "private", ...perpetual },
  relay: { subnets: "isolated", timeoutSeconds: 30, memoryMiB: 256 },
  "credit-inbox": { subnets: "isolated", timeoutSeconds: 30, memoryMiB: 512 },
  // A batch is five hundred changes; a table that sheds load is asked again for seconds.
  projector: { subnets: "isolated", timeoutSeconds: 60, memoryMiB: 512 },
  // A bank is given ten seconds for an answer; around them lie a screening and a dozen short calls.
  "bank-connector": { subnets: "private", timeoutSeconds: 30, memoryMiB: 512 },
  "payout-ledger": { subnets: "isolated", timeoutSeconds: 30, memoryMiB: 256 },
  // It reads every payment there is, and remembers what each account holds.
  reports: { subnets: "isolated", timeoutSeconds: 900, memoryMiB: 2048 },
  // It reads what five minutes have brought, or as much as it can of what a day has, one object after the other.
  archive: { subnets: "isolated", timeoutSeconds: 300, memoryMiB: 512 },
  // A receiver is given fifteen seconds; around them lie a few short calls.
  webhooks: { subnets: "private", timeoutSeconds: 30, memoryMiB: 512 },
  // A file of 32 MiB is held whole, and its tree weighs up to 1.2 GB; checking and handing it on takes half a minute.
  "batch-runner": { subnets: "isolated", timeoutSeconds: 120, memoryMiB: 3008 },
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
    systemLogLevel: tellsOfEveryRun.has(name) ? "WARN" : "INFO",
    environment: environments[name],
    grants: grants[name],
  }));
}

/** The plan of one function. Throws when the cell has none, which no cell's plan lacks. */
export function functionPlan(functions: readonly FunctionPlan[], name: FunctionName): FunctionPlan {
  const found = functions.find((plan) => plan.name === name);
  if (found === undefined) {
    throw new Error(`The plan has no function ${name}.`);
  }
  return found;
}
