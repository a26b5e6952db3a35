import { AwsError } from "../../core/errors.ts";
import { refuseUnknown } from "../inputs.ts";
import { PAYLOAD_BYTES_MAX } from "./execution/data-limit.ts";
import type { Execution, HistoryEvent } from "./execution/execution.ts";
import { withoutData } from "./execution/log-lines.ts";
import { EVENTS_MAX } from "./execution/run.ts";
import { describeSettings, target } from "./machine-operations.ts";
import { invalid, page, seconds, type Handler, type Operation, type Output } from "./operation.ts";
import { startExecution, startSyncExecution, typeNotSupported } from "./start.ts";

/** For how long a failed execution can be gone on with. Milliseconds. */
const REDRIVABLE_MS = 14 * 86_400_000;

/** How often it can. Source: Developer Guide, "Quotas". */
const REDRIVES_MAX = 1_000;

const STATUSES = ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE"] as const;

/** Operations on executions and on the tokens of tasks that wait. */
export const executionOperations: Readonly<Record<string, Handler>> = {
  StartExecution: startExecution,
  StartSyncExecution: startSyncExecution,
  DescribeExecution(operation) {
    const execution = named(operation);
    return describe(execution, notRedrivable(operation, execution), showsData(operation, "includedData"));
  },
  DescribeStateMachineForExecution(operation) {
    const { machine, startedMs } = named(operation);
    return { ...describeSettings(machine), updateDate: seconds(startedMs) };
  },
  ListExecutions(operation) {
    const { executions, input } = operation;
    refuseUnknown(input, ["stateMachineArn", "statusFilter", "maxResults", "nextToken"]);
    const machine = target(operation);
    if (machine.type === "EXPRESS") throw typeNotSupported();
    const status = input.text("statusFilter");
    if (status !== undefined && !STATUSES.some((known) => known === status)) {
      const bound = `Member must satisfy enum value set: [${STATUSES.join(", ")}]`;
      throw invalid(`Value '${status}' at 'statusFilter' failed to satisfy constraint: ${bound}`);
    }
    const found = executions.of(machine).filter((one) => status === undefined || one.status === status);
    const { shown, ...rest } = page(input, found);
    return { executions: shown.map(summarize), ...rest };
  },
  GetExecutionHistory(operation) {
    const { input } = operation;
    const { events } = named(operation);
    const { shown, ...rest } = page(input, input.flag("reverseOrder") === true ? events.toReversed() : events);
    const includeData = input.flag("includeExecutionData") ?? true;
    return { events: shown.map((event) => historyEntry(event, includeData)), ...rest };
  },
  StopExecution(operation) {
    const { engine, kernel, input } = operation;
    const execution = named(operation);
    engine.stop(execution, input.text("error"), input.text("cause"));
    return { stopDate: seconds(execution.stoppedMs ?? kernel.now()) };
  },
  RedriveExecution(operation) {
    const { engine, kernel } = operation;
    const execution = named(operation);
    const why = notRedrivable(operation, execution);
    if (why !== undefined) throw new AwsError("ExecutionNotRedrivable", `Execution Not Redrivable: '${why}'`);
    operation.requireKey(execution.machine);
    const redrivenMs = kernel.now();
    const again = { redrivenMs, redriveCount: execution.redriveCount + 1, status: "RUNNING" } as const;
    Object.assign(execution, { ...again, stoppedMs: undefined, error: undefined, cause: undefined });
    engine.begin(execution);
    return { redriveDate: seconds(redrivenMs) };
  },
  SendTaskSuccess({ tokens, call, input }) {
    const text = input.text("output") ?? "";
    tokens.succeed(call.region, input.requiredText("taskToken"), outputOf(text));
    return {};
  },
  SendTaskFailure({ tokens, call, input }) {
    tokens.fail(call.region, input.requiredText("taskToken"), input.text("error"), input.text("cause"));
    return {};
  },
  SendTaskHeartbeat({ tokens, call, input }) {
    tokens.beat(call.region, input.requiredText("taskToken"));
    return {};
  },
};

function named({ executions, input }: Operation): Execution {
  return executions.get(input.requiredText("executionArn"));
}

function showsData({ input }: Operation, field: string): boolean {
  return input.text(field) !== "METADATA_ONLY";
}

function outputOf(text: string): unknown {
  if (Buffer.byteLength(text) > PAYLOAD_BYTES_MAX) {
    const bound = `Member must have length less than or equal to ${PAYLOAD_BYTES_MAX}`;
    throw invalid(`Value at 'output' failed to satisfy constraint: ${bound}`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new AwsError("InvalidOutput", `Invalid Output: '${text.slice(0, 100)}' is no JSON`);
  }
}

function describe(execution: Execution, notAgain: string | undefined, includeData: boolean): Output {
  const { machine, input, output, error, cause, redriveCount, redrivenMs, traceHeader } = execution;
  return {
    ...summarize(execution),
    ...(includeData && {
      input,
      inputDetails: { included: true },
      ...(output !== undefined && { output, outputDetails: { included: true } }),
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
    }),
    stateMachineArn: machine.arn,
    ...(traceHeader !== undefined && { traceHeader }),
    redriveCount,
    ...(redrivenMs !== undefined && { redriveDate: seconds(redrivenMs) }),
    redriveStatus: notAgain === undefined ? "REDRIVABLE" : "NOT_REDRIVABLE",
    ...(notAgain !== undefined && { redriveStatusReason: notAgain }),
  };
}

function notRedrivable({ kernel }: Operation, { status, startedMs, redriveCount, events }: Execution) {
  if (status === "RUNNING" || status === "SUCCEEDED") return `Execution is ${status} and cannot be redriven`;
  if (kernel.now() - startedMs > REDRIVABLE_MS) return "Execution has exceeded the redrivable period of 14 days";
  if (redriveCount >= REDRIVES_MAX) return `Execution has reached the maximum of ${REDRIVES_MAX} redrives`;
  if (events.length >= EVENTS_MAX - 1) return `Execution history event limit of ${EVENTS_MAX} has been reached`;
  return undefined;
}

function summarize({ arn, name, machine, status, startedMs, stoppedMs, redriveCount, redrivenMs }: Execution): Output {
  return {
    executionArn: arn,
    stateMachineArn: machine.arn,
    name,
    status,
    startDate: seconds(startedMs),
    ...(stoppedMs !== undefined && { stopDate: seconds(stoppedMs) }),
    redriveCount,
    ...(redrivenMs !== undefined && { redriveDate: seconds(redrivenMs) }),
  };
}

/** Under which name the API tells the details of an event. */
function detailsName(type: string): string {
  if (type.endsWith("StateEntered")) return "stateEnteredEventDetails";
  if (type.endsWith("StateExited")) return "stateExitedEventDetails";
  return `${type.slice(0, 1).toLowerCase()}${type.slice(1)}EventDetails`;
}

function historyEntry({ id, previousEventId, timestampMs, type, details }: HistoryEvent, includeData: boolean): Output {
  return {
    id,
    previousEventId,
    timestamp: seconds(timestampMs),
    type,
    ...(details !== undefined && { [detailsName(type)]: includeData ? details : withoutData(details) }),
  };
}
