import { payoutsDefinition } from "../../infra/plan/payouts.ts";
import { createStepFunctions } from "../../local/aws/stepfunctions/index.ts";
import { roleCaller } from "../../local/aws/principals.ts";
import type { Call, ServiceModel } from "../../local/core/call.ts";
import { AwsError } from "../../local/core/errors.ts";
import type { VirtualKernel } from "../../local/drivers/virtual-clock.ts";
import type { FaultLog } from "../../local/faults/catalogue.ts";
import { createRegions, type Regions } from "../../local/faults/regions.ts";
import type { PayoutExecution } from "../checkers/payout-books.ts";
import type { Invocation } from "./environments.ts";
import type { Place } from "./weather.ts";

/** What a function of a machine does with an event. */
export type Invoke = (payload: unknown) => Promise<Invocation<unknown>>;

/** The machines that carry the payouts of all cells, by the program's own definition. */
export interface Machines {
  readonly service: ServiceModel;
  /** Which regions are there: executions of one that is gone stand still. */
  readonly regions: Pick<Regions, "turn">;
  /** Says what a function does. */
  attach(functionName: string, invoke: Invoke): void;
  /** How likely a step is done and the machine is told that it failed, from now on. */
  unheard(share: number): void;
  /** Every execution of a cell's machine. */
  executions(cell: string): readonly PayoutExecution[];
  /** When those were started that are under way. */
  runningSince(cell: string): readonly number[];
  /** Whatever the service is asked by a person, at once. */
  ask(cell: string, action: string, input: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
}

/** What machines are made with. */
interface MachinesOptions {
  readonly kernel: VirtualKernel;
  readonly log: FaultLog;
  readonly places: readonly Place[];
}

/** An execution as the API lists it. */
interface Listed {
  readonly name: string;
  readonly status: string;
  readonly startDate: number;
}

const ACCOUNT = "111122223333";
/** What starting a function and hearing of its end take, milliseconds. */
const INVOKE_MS = { least: 2, more: 20 };
const STATUSES = { RUNNING: "running", SUCCEEDED: "succeeded" } as const;

/** The name of a function of payouts in a cell. */
export function functionName(cell: string, role: "bank-connector" | "payout-ledger"): string {
  return `prod-${cell}-${role}`;
}

/** The ARN of a cell's machine. */
export function machineArn({ cell, region }: Place): string {
  return `arn:aws:states:${region}:${ACCOUNT}:stateMachine:prod-${cell}-payouts`;
}

/** A machine in every cell, and no execution. */
export function createMachines({ kernel, log, places }: MachinesOptions): Machines {
  const functions = new Map<string, Invoke>();
  const regions = createRegions();
  let unheardShare = 0;
  const pause = (): Promise<void> =>
    new Promise((resolve) => void kernel.after(INVOKE_MS.least + kernel.random() * INVOKE_MS.more, resolve));

  async function call({ service, action, input }: Call): Promise<Readonly<Record<string, unknown>>> {
    const invoke = functions.get(String(input["FunctionName"]));
    if (service !== "lambda" || invoke === undefined) throw new Error(`No machine calls ${service}:${action}.`);
    await pause();
    const invocation = await invoke(JSON.parse(String(input["Payload"])));
    await pause();
    if (invocation.end === "done" && kernel.random() < unheardShare) {
      log.observe("stepUnheard");
      throw new AwsError("ServiceException", "The service encountered an internal error.", 500);
    }
    return resultOf(invocation);
  }

  const states = createStepFunctions({
    kernel,
    accountId: ACCOUNT,
    regions,
    call,
    assume: (role, session) => roleCaller(role, session, ACCOUNT),
    // Rights are judged by the local cloud; here everybody has them.
    judge: () => undefined,
    logs: { append: () => undefined },
  });
  const ask: Machines["ask"] = (cell, action, input) => {
    const region = places.find((place) => place.cell === cell)?.region ?? "";
    const caller = { kind: "root", arn: "", accountId: ACCOUNT } as const;
    const reply = states.service.handle({ service: "states", action, region, input, caller, requestId: "" });
    if (reply instanceof Promise) throw new Error("Step Functions does not answer at once.");
    return reply;
  };
  for (const { cell } of places) {
    const names = { connector: functionName(cell, "bank-connector"), ledger: functionName(cell, "payout-ledger") };
    const definition = JSON.stringify(payoutsDefinition(names));
    const roleArn = `arn:aws:iam::${ACCOUNT}:role/prod-${cell}-payouts`;
    ask(cell, "CreateStateMachine", { name: `prod-${cell}-payouts`, definition, roleArn });
  }

  const list = (cell: string, filter: Readonly<Record<string, unknown>> = {}): readonly Listed[] => {
    const place = places.find((one) => one.cell === cell);
    return place === undefined ? [] : listed(place, filter, ask);
  };

  return {
    service: states.service,
    regions,
    attach: (name, invoke) => void functions.set(name, invoke),
    unheard(share) {
      unheardShare = share;
    },
    executions: (cell) => list(cell).map(({ name, status }) => ({ name, status: statusOf(status) })),
    runningSince: (cell) =>
      list(cell, { statusFilter: "RUNNING" }).map(({ startDate }) => Math.round(startDate * 1_000)),
    ask,
  };
}

/** All that a list has, page by page. */
function listed(place: Place, filter: Readonly<Record<string, unknown>>, ask: Machines["ask"]): readonly Listed[] {
  const wanted = { stateMachineArn: machineArn(place), ...filter };
  const found: Listed[] = [];
  for (let nextToken: unknown; ;) {
    const page = ask(place.cell, "ListExecutions", { ...wanted, ...(nextToken !== undefined && { nextToken }) });
    // As the API lists them; times are seconds.
    found.push(...(page["executions"] as readonly Listed[]));
    nextToken = page["nextToken"];
    if (nextToken === undefined) return found;
  }
}

function statusOf(status: string): PayoutExecution["status"] {
  return status === "RUNNING" || status === "SUCCEEDED" ? STATUSES[status] : "stopped";
}

/** How Lambda answers a caller that waits. */
function resultOf(invocation: Invocation<unknown>): Readonly<Record<string, unknown>> {
  const failed = (errorType: string, errorMessage: string): Readonly<Record<string, unknown>> => {
    return { StatusCode: 200, FunctionError: "Unhandled", Payload: JSON.stringify({ errorType, errorMessage }) };
  };
  switch (invocation.end) {
    case "done":
      return { StatusCode: 200, Payload: JSON.stringify(invocation.value ?? null) };
    case "threw": {
      const { fault } = invocation;
      return fault instanceof Error ? failed(fault.name, fault.message) : failed("Error", String(fault));
    }
    case "killed":
      return failed("Runtime.ExitError", "RequestId: simulated Error: Runtime exited without providing a reason");
    case "timedOut":
      return failed("Sandbox.Timedout", "RequestId: simulated Error: Task timed out after 30.00 seconds");
    case "throttled":
      throw new AwsError("TooManyRequestsException", "Rate Exceeded.", 429);
  }
}
