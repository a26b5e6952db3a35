import { randomHex, type Kernel } from "../../../core/kernel.ts";
import type { Execution, HistoryEvent } from "./execution.ts";

/** Writes lines to a stream of a log group. */
export type AppendLines = (region: string, logGroup: string, logStream: string, lines: readonly string[]) => void;

/** Events that tell how an execution ended badly, and all that tell of something that went wrong. */
const FATAL = /^Execution(Aborted|Failed|TimedOut)$/;
const ERROR = /(Aborted|Failed|TimedOut)$/;

/**
 * Writes the events of executions into the log groups of their machines. Source: Developer Guide, "Logging in
 * CloudWatch Logs", and streams recorded on AWS.
 */
export function createEventLog(kernel: Kernel, append: AppendLines) {
  const streams = new Map<string, string>();
  const streamOf = ({ arn, name }: Execution["machine"], nowMs: number): string => {
    const known = streams.get(arn);
    if (known !== undefined) return known;
    const minute = new Date(nowMs).toISOString().slice(0, 16).replaceAll(/[T:]/g, "-");
    const made = `states/${name}/${minute}/${randomHex(kernel, 4)}`;
    streams.set(arn, made);
    return made;
  };
  return (execution: Execution, event: HistoryEvent): void => {
    const { machine } = execution;
    const { level, destination, includeExecutionData } = machine.logging;
    const wanted = { ALL: true, ERROR: ERROR.test(event.type), FATAL: FATAL.test(event.type), OFF: false }[level];
    const group = /:log-group:([^:]+)/.exec(destination ?? "")?.[1];
    if (!wanted || group === undefined) return;
    const line = JSON.stringify(lineOf(execution, event, includeExecutionData));
    append(machine.region, group, streamOf(machine, event.timestampMs), [line]);
  };
}

function lineOf({ arn, redriveCount }: Execution, event: HistoryEvent, includeData: boolean) {
  return {
    id: String(event.id),
    type: event.type,
    details: includeData ? (event.details ?? {}) : withoutData(event.details ?? {}),
    previous_event_id: String(event.previousEventId),
    event_timestamp: String(event.timestampMs),
    execution_arn: arn,
    redrive_count: String(redriveCount),
  };
}

/** An event's details without what the execution works on. */
export function withoutData(details: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(details).filter(([name]) => !DATA.has(name)));
}

const DATA: ReadonlySet<string> = new Set([
  "assignedVariables",
  "assignedVariablesDetails",
  "input",
  "inputDetails",
  "output",
  "outputDetails",
  "parameters",
]);
