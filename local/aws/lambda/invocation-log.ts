import type { Kernel } from "../../core/kernel.ts";
import type { FunctionConfig } from "./function-config.ts";

/** One environment's log stream: what the function prints, framed as Lambda frames it. */
export interface InvocationLog {
  output(line: string): void;
  /** A line of the platform's own, with its time in front. */
  say(sentence: string): void;
  start(requestId: string): void;
  end(report: InvocationReport): void;
  /** Keeps the end of what is logged from now on, until `taken`. */
  keep(): void;
  /** What was kept, its last 4 KB. */
  taken(): string;
}

/** How much of its log an invocation answers with where it is asked to, bytes. */
const tailBytes = 4096;

/** What Lambda reports of an invocation. */
interface InvocationReport {
  readonly requestId: string;
  readonly durationMs: number;
  readonly initMs: number | undefined;
  readonly maxMemoryMb: number | undefined;
  readonly traceId: string;
}

/** Lines of text, or JSON records where the function's logging configuration asks for them. */
export function createInvocationLog(
  kernel: Kernel,
  config: FunctionConfig,
  write: (lines: readonly string[]) => void,
): InvocationLog {
  let kept: string[] | undefined;
  const append = (lines: readonly string[]): void => {
    kept?.push(...lines);
    write(lines);
  };
  // Starts and reports are of level INFO; what goes wrong is told at every level.
  const isQuiet = config.systemLogLevel === "WARN";
  const time = () => new Date(kernel.now()).toISOString();
  const record = (type: string, fields: Readonly<Record<string, unknown>>) =>
    JSON.stringify({ time: time(), type, record: fields });
  return {
    output: (line) => append([line]),
    say(sentence) {
      append([config.jsonLogs ? record("platform.fault", { message: sentence }) : `${time()} ${sentence}`]);
    },
    start(requestId) {
      if (isQuiet) return;
      const { version } = config;
      append([
        config.jsonLogs
          ? record("platform.start", { requestId, version })
          : `START RequestId: ${requestId} Version: ${version}`,
      ]);
    },
    end(report) {
      if (isQuiet) return;
      if (config.jsonLogs)
        append([record("platform.report", { requestId: report.requestId, metrics: metricsOf(report) })]);
      else append([`END RequestId: ${report.requestId}`, reportLine(config, report)]);
    },
    keep() {
      kept = [];
    },
    taken() {
      const all = Buffer.from((kept ?? []).map((line) => `${line}\n`).join(""));
      kept = undefined;
      return all.subarray(Math.max(0, all.length - tailBytes)).toString();
    },
  };
}

function metricsOf({ durationMs, initMs, maxMemoryMb }: InvocationReport) {
  return {
    durationMs,
    billedDurationMs: Math.ceil(durationMs),
    maxMemoryUsedMB: maxMemoryMb,
    initDurationMs: initMs,
  };
}

function reportLine(config: FunctionConfig, report: InvocationReport): string {
  const { requestId, durationMs, initMs, maxMemoryMb } = report;
  return [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(durationMs)} ms`,
    `Memory Size: ${config.memoryMb} MB`,
    `Max Memory Used: ${maxMemoryMb ?? 0} MB`,
    ...(initMs === undefined ? [] : [`Init Duration: ${initMs.toFixed(2)} ms`]),
  ].join("\t");
}
