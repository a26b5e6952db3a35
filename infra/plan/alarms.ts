import { cellNames, functionNames } from "./names.ts";
import type { CellEntry, Stage } from "./registry.ts";

/** A figure that calls somebody when it stays above its threshold. */
export interface AlarmPlan {
  readonly name: string;
  readonly description: string;
  readonly namespace: string;
  readonly metric: string;
  readonly statistic: "Sum" | "Maximum";
  readonly dimensions: Readonly<Record<string, string>>;
  readonly threshold: number;
  /** Minutes in a row. */
  readonly minutes: number;
}

/** The alarms of a cell that belong to no queue. */
export function cellAlarms(stage: Stage, cell: CellEntry): readonly AlarmPlan[] {
  const names = cellNames(stage, cell.name);
  const lambda = { namespace: "AWS/Lambda", statistic: "Sum", threshold: 0, minutes: 3 } as const;
  return [
    ...functionNames.flatMap((name): AlarmPlan[] => [
      {
        ...lambda,
        name: `${names.function(name)}-errors`,
        description: `${name} of cell ${cell.name} fails.`,
        metric: "Errors",
        dimensions: { FunctionName: names.function(name) },
      },
      {
        ...lambda,
        name: `${names.function(name)}-throttles`,
        description: `${name} of cell ${cell.name} is not started for want of concurrency.`,
        metric: "Throttles",
        dimensions: { FunctionName: names.function(name) },
      },
    ]),
    {
      name: `${names.function("relay")}-iterator-age`,
      description: `Payments to other cells wait in the ledger's stream of cell ${cell.name}.`,
      namespace: "AWS/Lambda",
      metric: "IteratorAge",
      statistic: "Maximum",
      dimensions: { FunctionName: names.function("relay") },
      threshold: 60_000,
      minutes: 3,
    },
    {
      name: `${names.prefix}-api-5xx`,
      description: `The payments API of cell ${cell.name} answers with server errors.`,
      namespace: "AWS/ApiGateway",
      metric: "5XXError",
      statistic: "Sum",
      dimensions: { ApiName: names.function("payments-api"), Stage: "live" },
      threshold: 5,
      minutes: 3,
    },
  ];
}

/** Something that a consumer gave up on: one message is too many. */
export function deadLetterAlarm(queue: string): AlarmPlan {
  return {
    name: `${queue}-not-empty`,
    description: `Messages that nobody could handle wait in ${queue}.`,
    namespace: "AWS/SQS",
    metric: "ApproximateNumberOfMessagesVisible",
    statistic: "Maximum",
    dimensions: { QueueName: queue },
    threshold: 0,
    minutes: 1,
  };
}

/** A consumer that falls behind: its oldest message, in seconds. */
export function backlogAlarm(queue: string): AlarmPlan {
  return {
    name: `${queue}-behind`,
    description: `The oldest message in ${queue} waits for more than five minutes.`,
    namespace: "AWS/SQS",
    metric: "ApproximateAgeOfOldestMessage",
    statistic: "Maximum",
    dimensions: { QueueName: queue },
    threshold: 300,
    minutes: 3,
  };
}
