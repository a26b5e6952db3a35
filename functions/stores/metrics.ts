import type { Clock } from "./clock.ts";

/** Every metric of ours, with its unit in CloudWatch's words; docs/observability.md says what each means. */
export const METRICS = {
  PaymentsAccepted: "Count",
  PaymentsDeclined: "Count",
  PaymentsReplayed: "Count",
  EntriesAnswered: "Count",
  EntriesWaiting: "Count",
  CrossingTime: "Milliseconds",
  ChangesHandedOn: "Count",
  ChangesProjected: "Count",
  ChangesNotProjected: "Count",
  ProjectionLag: "Milliseconds",
} as const satisfies Readonly<Record<string, "Count" | "Milliseconds">>;

/** The name of a metric. */
export type MetricName = keyof typeof METRICS;

/** What was measured. */
export type Measured = Readonly<Partial<Record<MetricName, number>>>;

/** Measures; what a line says about what it measures is found in the log, and holds nothing personal. */
export interface Metrics {
  measure(values: Measured, about?: Readonly<Record<string, string>>): void;
}

/** Nobody measures anything. */
export const noMetrics: Metrics = { measure: () => undefined };

/** The namespace of all metrics of ours. */
export const METRICS_NAMESPACE = "PaymentCells";

/**
 * Metrics as log lines in CloudWatch's embedded format, which CloudWatch Logs reads: no call, and nothing waits.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function createMetrics(functionName: string, clock: Pick<Clock, "now">, print: (line: string) => void): Metrics {
  return {
    measure(values, about = {}) {
      // Only names of the table can be among them.
      const Metrics = Object.keys(values).map((Name) => ({ Name, Unit: METRICS[Name as MetricName] }));
      if (Metrics.length === 0) return;
      const directive = { Namespace: METRICS_NAMESPACE, Dimensions: [["Function"]], Metrics };
      const embedded = { Timestamp: clock.now(), CloudWatchMetrics: [directive] };
      print(JSON.stringify({ _aws: embedded, Function: functionName, ...about, ...values }));
    },
  };
}

/** The metrics of a Lambda function, past its console: what that puts before a line, CloudWatch would not read. */
export function lambdaMetrics(
  variables: Readonly<Record<string, string | undefined>>,
  clock: Pick<Clock, "now">,
): Metrics {
  const name = variables["AWS_LAMBDA_FUNCTION_NAME"] ?? "";
  return createMetrics(name, clock, (line) => void process.stdout.write(`${line}\n`));
}
