import type { EnvVariables } from "../../functions/watcher/env.ts";
import { alarmTopic, type AlarmTopicPlan } from "./alarm-topic.ts";
import { functionAlarms, perpetualSilenceMinutes, silenceAlarm, type AlarmPlan } from "./alarms.ts";
import { arns } from "./arns.ts";
import { authorityRegions } from "./environments.ts";
import { perpetual } from "./functions.ts";
import { coordination, keyGrant, tellGrants } from "./grant-parts.ts";
import { failureGrants, startGrants } from "./grants.ts";
import { logsKeyPolicy } from "./keys.ts";
import { globalNames, originHost, stageNames } from "./names.ts";
import type { Grant } from "./policies.ts";
import type { Stage } from "./registry.ts";

/** What the watcher learns only where it is deployed. */
type Told = Pick<EnvVariables, "KEY_VALUE_STORE_ARN" | "ORIGIN_SECRET">;

/** The watcher of one region of the authority table. */
export interface WatcherPlan {
  readonly region: string;
  readonly physicalName: string;
  readonly roleName: string;
  readonly scheduleRoleName: string;
  readonly logGroup: string;
  readonly deadLetterQueue: string;
  readonly alarmTopic: AlarmTopicPlan;
  /** One key for its secrets, its logs, its alarms and the queue of its failed starts. */
  readonly key: { readonly alias: string; readonly policy: string };
  readonly timeoutSeconds: number;
  readonly memoryMiB: number;
  readonly reserved: number;
  readonly environment: Readonly<Omit<EnvVariables, keyof Told>>;
  /** All but what it may do with the KeyValueStore, whose ARN is CloudFront's to say. */
  readonly grants: readonly Grant[];
  readonly scheduleGrants: readonly Grant[];
  readonly alarms: readonly AlarmPlan[];
  readonly verdicts: readonly VerdictPlan[];
}

/** How the watcher's log becomes a figure: a line for every run that finds a cell unwell. */
interface VerdictPlan {
  readonly cell: string;
  readonly filterName: string;
  readonly pattern: string;
  readonly namespace: string;
  readonly metric: string;
  readonly alarm: AlarmPlan;
}

/** How the watcher says what it thinks of a cell; every run says it at its beginning, and whenever it changes. */
export function verdictMessage(cell: string, verdict: string): string {
  return `cell ${cell} is ${verdict}`;
}

/** What a watcher may do with the store that the edge's router reads. */
export const storeActions: readonly string[] = [
  "cloudfront-keyvaluestore:DescribeKeyValueStore",
  "cloudfront-keyvaluestore:ListKeys",
  "cloudfront-keyvaluestore:UpdateKeys",
];

/** The watchers of a stage: one in each region where the authority can be read. */
export function watchers(stage: Stage): readonly WatcherPlan[] {
  return stage.authority.replicas.map((region) => watcherIn(stage, region));
}

function watcherIn(stage: Stage, region: string): WatcherPlan {
  const names = globalNames(stage);
  const { authorityTable } = stageNames(stage.name);
  const arn = arns(stage.account, region);
  const logGroup = `/aws/lambda/${names.watcher}`;
  const alias = names.watcherKeyAlias;
  const start = { functionName: names.watcher, deadLetterQueue: names.watcherDeadLetterQueue, keyAlias: alias };
  return {
    region,
    physicalName: names.watcher,
    roleName: `${names.watcher}-${region}`,
    scheduleRoleName: `${names.watcher}-${region}-schedule`,
    logGroup,
    deadLetterQueue: names.watcherDeadLetterQueue,
    alarmTopic: alarmTopic(stage.account, region, names.alarmTopic),
    key: { alias, policy: logsKeyPolicy(stage.account, region) },
    ...perpetual,
    environment: {
      AUTHORITY_TABLE: authorityTable,
      AUTHORITY_REGIONS: authorityRegions(stage, region),
      CELLS: JSON.stringify(
        stage.cells.map(({ name, standIns }) => ({ name, origin: originHost(stage, name), standIns })),
      ),
    },
    grants: [
      coordination(stage, ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:UpdateItem"]),
      ...failureGrants(stage.account, region, start),
      keyGrant(arn, { sid: "VariablesKey", alias, via: `lambda.${region}.amazonaws.com`, actions: ["kms:Decrypt"] }),
      ...tellGrants(arn, logGroup),
    ],
    scheduleGrants: startGrants(stage.account, region, start),
    alarms: [
      ...functionAlarms(names.watcher, `The watcher in ${region}`),
      // The cells' keepers read the authority wherever it is.
      {
        ...silenceAlarm(names.watcher, `The watcher in ${region}`, [
          { namespace: "AWS/DynamoDB", metric: "ConsumedReadCapacityUnits", dimensions: { TableName: authorityTable } },
        ]),
        minutes: perpetualSilenceMinutes,
      },
    ],
    verdicts: stage.cells.map(({ name }) => unwell(stage, name, region)),
  };
}

function unwell(stage: Stage, cell: string, region: string): VerdictPlan {
  const name = `${stage.name}-${cell}-unwell`;
  const namespace = "PaymentCells";
  return {
    cell,
    filterName: name,
    // Any of these phrases. Plain text, not JSON: every line of a Lambda function's log begins with more than its JSON.
    pattern: ["degraded", "down", "unknown"].map((verdict) => `?"${verdictMessage(cell, verdict)}"`).join(" "),
    namespace,
    metric: name,
    alarm: {
      name,
      description: `Seen from ${region}, cell ${cell} is unwell: no beat (its canary payments fail), or no answer.`,
      namespace,
      metric: name,
      statistic: "Sum",
      dimensions: {},
      threshold: 0,
      minutes: 2,
    },
  };
}
