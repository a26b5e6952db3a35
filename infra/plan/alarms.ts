import { apiStageName } from "./api.ts";
import { arns } from "./arns.ts";
import { journalRetentionHours } from "./journal.ts";
import { cellNames, functionNames, type FunctionName } from "./names.ts";
import type { CellEntry, Stage } from "./registry.ts";
import { fileQueues } from "./uploads.ts";
import { webhookQueues } from "./webhooks.ts";

/** A metric of one thing. */
export interface FigurePlan {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** A figure that calls somebody when it stays above its threshold. */
export interface AlarmPlan extends FigurePlan {
  readonly name: string;
  readonly description: string;
  readonly statistic: "Sum" | "Maximum" | "p99";
  readonly threshold: number;
  /** Minutes in a row. */
  readonly minutes: number;
  /**
   * Rings below the threshold instead of above it, and at silence too: in minutes in which one of these shows that
   * there was something to do. Where all is silent, nothing has begun yet.
   */
  readonly below?: readonly FigurePlan[];
}

/**
 * Lambda tells of a run when it is over, and what always runs does so for two and a half minutes at a time: as long as
 * that nothing is to be heard, and then for the minutes of any other function.
 */
export const perpetualSilenceMinutes = 6;

const lambda = { namespace: "AWS/Lambda", statistic: "Sum", threshold: 0, minutes: 3 } as const;

/** The alarms of a cell that belong to no queue. */
export function cellAlarms(stage: Stage, cell: CellEntry): readonly AlarmPlan[] {
  const names = cellNames(stage, cell.name);
  return [
    ...functionNames.flatMap((name) => functionAlarms(names.function(name), `${name} of cell ${cell.name}`)),
    ...silenceAlarms(stage, cell),
    retentionAlarm(stage, cell),
    parkedAlarm(stage, cell),
    ...archiveAlarms(stage, cell),
    ...healthFigures(stage, cell),
  ];
}

/** What the keeper, the controller and both readers of streams ought to do goes on all the while. */
function silenceAlarms(stage: Stage, cell: CellEntry): readonly AlarmPlan[] {
  const names = cellNames(stage, cell.name);
  const records = journalRecords(stage, cell);
  const runs = (name: FunctionName) => invocations(names.function(name));
  // Watchers ask the API every few seconds, whether a keeper lets it answer or not.
  const watched: Readonly<Partial<Record<FunctionName, readonly FigurePlan[]>>> = {
    "lease-keeper": [runs("payments-api"), runs("controller")],
    controller: [runs("payments-api"), runs("lease-keeper")],
    // The same changes come to both readers of streams: one that is not started has lost its mapping, and nothing else
    // says so, since a stream that nobody reads reports no age.
    relay: [records],
    projector: [records, runs("relay")],
  };
  return functionNames.flatMap((name) => {
    const evidence = watched[name];
    if (evidence === undefined) return [];
    const alarm = silenceAlarm(names.function(name), `${name} of cell ${cell.name}`, evidence);
    const runsAlways = name === "lease-keeper" || name === "controller";
    return [runsAlways ? { ...alarm, minutes: perpetualSilenceMinutes } : alarm];
  });
}

/** The changes of the ledger's replica that come into the cell's journal stream. */
function journalRecords(stage: Stage, cell: CellEntry): FigurePlan {
  const StreamName = cellNames(stage, cell.name).journalStream;
  return { namespace: "AWS/Kinesis", metric: "IncomingRecords", dimensions: { StreamName } };
}

/** A payout that somebody has to look at ends its execution as failed: its money is held still. */
function parkedAlarm(stage: Stage, cell: CellEntry): AlarmPlan {
  const { payoutsMachine } = cellNames(stage, cell.name);
  return {
    name: `${payoutsMachine}-parked`,
    description: `Payouts of cell ${cell.name} wait for somebody: neither settled nor rejected, and their money held.`,
    namespace: "AWS/States",
    metric: "ExecutionsFailed",
    statistic: "Sum",
    dimensions: { StateMachineArn: arns(stage.account, cell.region).stateMachine(payoutsMachine) },
    threshold: 0,
    minutes: 1,
  };
}

/** What the projector has not read when the journal stream forgets it comes into no view by itself. */
function retentionAlarm(stage: Stage, cell: CellEntry): AlarmPlan {
  const projector = cellNames(stage, cell.name).function("projector");
  const behind = `The projector of cell ${cell.name} is behind by half of what the journal stream keeps.`;
  return {
    ...iteratorAgeAlarm(projector, behind),
    name: `${projector}-nears-retention`,
    threshold: (journalRetentionHours / 2) * 3_600_000,
  };
}

/** What stays out of the archive, or is never sealed, is noticed by nobody else. */
function archiveAlarms(stage: Stage, cell: CellEntry): readonly AlarmPlan[] {
  const names = cellNames(stage, cell.name);
  const who = `The archive of cell ${cell.name}`;
  return [
    {
      name: `${names.deliveryStream}-behind`,
      description: `${who} is behind its ledger by more than a quarter of an hour.`,
      namespace: "AWS/Firehose",
      metric: "DeliveryToS3.DataFreshness",
      statistic: "Maximum",
      dimensions: { DeliveryStreamName: names.deliveryStream },
      threshold: 900,
      minutes: 5,
    },
    // Where nothing is delivered at all, Firehose reports no freshness either, and the alarm above hears nothing.
    // https://docs.aws.amazon.com/firehose/latest/dev/data-freshness-metric-not-emitted.html
    {
      name: `${names.deliveryStream}-delivery-silent`,
      description: `${who} gets nothing any more, although the journal stream has records.`,
      namespace: "AWS/Firehose",
      metric: "DeliveryToS3.Success",
      statistic: "Sum",
      dimensions: { DeliveryStreamName: names.deliveryStream },
      threshold: 1,
      minutes: 15,
      below: [journalRecords(stage, cell)],
    },
    {
      name: names.archiveDeadLetters,
      description: `Changes of the ledger of cell ${cell.name} lie under errors/ in its archive instead of journal/.`,
      namespace: "PaymentCells",
      metric: names.archiveDeadLetters,
      statistic: "Sum",
      dimensions: {},
      threshold: 0,
      minutes: 1,
    },
    // It is started every five minutes.
    { ...silenceAlarm(names.function("archive"), who, [journalRecords(stage, cell)]), minutes: 15 },
  ];
}

/** What the cell's customers would notice: each is an alarm, and all together are the cell's health. */
function healthFigures(stage: Stage, cell: CellEntry): readonly AlarmPlan[] {
  const names = cellNames(stage, cell.name);
  const api = {
    namespace: "AWS/ApiGateway",
    dimensions: { ApiName: names.function("payments-api"), Stage: apiStageName },
    minutes: 3,
  } as const;
  return [
    iteratorAgeAlarm(
      names.function("relay"),
      `Payments to other cells wait in the ledger's stream of cell ${cell.name}.`,
    ),
    iteratorAgeAlarm(
      names.function("projector"),
      `The projector of cell ${cell.name} is behind the journal stream by more than a minute.`,
    ),
    projectionLagAlarm(stage, cell),
    {
      ...api,
      name: `${names.prefix}-api-5xx`,
      description: `The payments API of cell ${cell.name} answers with server errors.`,
      metric: "5XXError",
      statistic: "Sum",
      threshold: 5,
    },
    {
      ...api,
      name: `${names.prefix}-api-latency`,
      description: `One answer in a hundred of the payments API of cell ${cell.name} takes more than two seconds.`,
      metric: "Latency",
      statistic: "p99",
      threshold: 2_000,
    },
  ];
}

/**
 * A change grows old for a stream's reader only once it is in the stream: what waits before the journal stream, since
 * that takes fewer changes than the ledger makes, no reader's age tells.
 */
function projectionLagAlarm(stage: Stage, cell: CellEntry): AlarmPlan {
  const projector = cellNames(stage, cell.name).function("projector");
  return {
    name: `${projector}-lag`,
    description: `Statements and listings of cell ${cell.name} are behind its ledger by more than a minute.`,
    namespace: "PaymentCells",
    metric: "ProjectionLag",
    statistic: "Maximum",
    dimensions: { Function: projector },
    threshold: 60_000,
    minutes: 3,
  };
}

/** A reader of a stream that falls behind it by more than a minute. */
function iteratorAgeAlarm(physicalName: string, description: string): AlarmPlan {
  return {
    name: `${physicalName}-iterator-age`,
    description,
    namespace: "AWS/Lambda",
    metric: "IteratorAge",
    statistic: "Maximum",
    dimensions: { FunctionName: physicalName },
    threshold: 60_000,
    minutes: 3,
  };
}

/** The queues of a cell where failures wait. */
function deadLetterQueues(stage: Stage, cell: CellEntry): readonly string[] {
  const names = cellNames(stage, cell.name);
  const movers = ["credit-inbox", "credit-inbox-sweep", "relay", "projector", "payouts", "payout-sweep"];
  const senders = [...webhookQueues.map(({ name }) => name), "webhooks-sweep"];
  const consumers = [
    ...movers,
    ...senders,
    ...Object.values(fileQueues),
    "archive",
    "reports",
    "lease-keeper",
    "controller",
  ];
  return consumers.map((consumer) => names.deadLetterQueue(consumer));
}

/** The alarms of a cell's queues; the components that make the queues make them. */
export function queueAlarms(stage: Stage, cell: CellEntry): readonly AlarmPlan[] {
  const { queue } = cellNames(stage, cell.name);
  const queues = ["credit-inbox", "payouts", ...webhookQueues.map(({ name }) => name), ...Object.values(fileQueues)];
  const behind = queues.map((name) => backlogAlarm(queue(name)));
  return [...deadLetterQueues(stage, cell).map(deadLetterAlarm), ...behind];
}

/** Several alarms as one. */
export interface HealthPlan {
  readonly name: string;
  readonly description: string;
  /** Rings as soon as one of these does, by their names. */
  readonly anyOf: readonly string[];
}

/** Whether a cell is well, in one word: what its customers notice, and what waits for them in its queues. */
export function cellHealth(stage: Stage, cell: CellEntry): HealthPlan {
  // Tenants' receivers that hang wait for nobody but themselves.
  const notOurs = backlogAlarm(cellNames(stage, cell.name).queue("webhooks-slow")).name;
  const queues = queueAlarms(stage, cell).filter(({ name }) => name !== notOurs);
  const parts = [...healthFigures(stage, cell), ...queues];
  return {
    name: cellNames(stage, cell.name).healthAlarm,
    description: `Cell ${cell.name} is unwell: errors, slowness, or payments and messages that wait.`,
    anyOf: parts.map(({ name }) => name),
  };
}

/** A function that fails, or is not started for want of concurrency. */
export function functionAlarms(physicalName: string, who: string): readonly AlarmPlan[] {
  const dimensions = { FunctionName: physicalName };
  return [
    { ...lambda, name: `${physicalName}-errors`, description: `${who} fails.`, metric: "Errors", dimensions },
    {
      ...lambda,
      name: `${physicalName}-throttles`,
      description: `${who} is not started for want of concurrency.`,
      metric: "Throttles",
      dimensions,
    },
  ];
}

/** A function that ought to be started every minute or more often, and is not while one of these goes on. */
export function silenceAlarm(physicalName: string, who: string, evidence: readonly FigurePlan[]): AlarmPlan {
  return {
    ...lambda,
    ...invocations(physicalName),
    name: `${physicalName}-silent`,
    description: `${who} is not started any more.`,
    threshold: 1,
    below: evidence,
  };
}

function invocations(physicalName: string): FigurePlan {
  return { namespace: lambda.namespace, metric: "Invocations", dimensions: { FunctionName: physicalName } };
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
