import type { Context } from "./context.ts";
import { parseTags, requireDescribed } from "./create-table.ts";
import {
  flag,
  type Input,
  optionalInteger,
  optionalList,
  requiredRecord,
  requiredRecords,
  requiredText,
} from "./input.ts";
import { constraintFailed, invalidParameter, notFound, validation } from "./refusals.ts";
import { membersOf } from "./replicas.ts";
import { parseTableArn, type Table, tableKey } from "./table.ts";

const dayMs = 24 * 60 * 60_000;
const tagsMax = 50;

/** For how many days a table can be restored where nobody says. */
export const recoveryDaysDefault = 35;

/** DescribeTimeToLive. */
export function describeTimeToLive({ settings: { ttlAttribute } }: Table): object {
  const told =
    ttlAttribute === undefined
      ? { TimeToLiveStatus: "DISABLED" }
      : { TimeToLiveStatus: "ENABLED", AttributeName: ttlAttribute };
  return { TimeToLiveDescription: told };
}

/** UpdateTimeToLive: holds for all replicas. */
export function updateTimeToLive(context: Context, input: Input): object {
  const table = requireDescribed(context, requiredText(input, "TableName"));
  const specification = requiredRecord(input, "TimeToLiveSpecification");
  const name = requiredText(specification, "AttributeName");
  const isEnabled = flag(specification, "Enabled");
  const current = table.settings.ttlAttribute;
  if (table.group?.consistency === "STRONG") {
    throw validation("Time to Live is not supported on global tables with multi-Region strong consistency");
  }
  if (current !== undefined && current !== name) {
    throw validation(`TimeToLive is active on a different AttributeName: current AttributeName is ${current}`);
  }
  if (isEnabled === (current !== undefined)) {
    throw validation(`TimeToLive is already ${isEnabled ? "enabled" : "disabled"}`);
  }
  for (const replica of membersOf(table)) {
    replica.settings.ttlAttribute = isEnabled ? name : undefined;
    context.expiring.push(replica);
  }
  return { TimeToLiveSpecification: { Enabled: isEnabled, AttributeName: name } };
}

/** DescribeContinuousBackups. */
export function describeBackups(context: Context, table: Table): object {
  const days = table.settings.recoveryDays;
  const window = days === undefined ? undefined : Math.max(table.createdAt, context.now - days * dayMs);
  return {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: "ENABLED",
      PointInTimeRecoveryDescription:
        window === undefined
          ? { PointInTimeRecoveryStatus: "DISABLED" }
          : {
              PointInTimeRecoveryStatus: "ENABLED",
              RecoveryPeriodInDays: days,
              EarliestRestorableDateTime: window / 1_000,
              LatestRestorableDateTime: context.now / 1_000,
            },
    },
  };
}

/** UpdateContinuousBackups: holds for this replica alone. */
export function updateBackups(context: Context, input: Input): object {
  const table = requireDescribed(context, requiredText(input, "TableName"));
  const specification = requiredRecord(input, "PointInTimeRecoverySpecification");
  const isEnabled = flag(specification, "PointInTimeRecoveryEnabled");
  if (specification["PointInTimeRecoveryEnabled"] === undefined) {
    const path = "pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled";
    throw constraintFailed("null", path, "Member must not be null");
  }
  const days = optionalInteger(specification, "RecoveryPeriodInDays");
  if (days !== undefined && (days < 1 || days > recoveryDaysDefault)) {
    const bound = days < 1 ? "greater than or equal to 1" : `less than or equal to ${String(recoveryDaysDefault)}`;
    const path = "pointInTimeRecoverySpecification.recoveryPeriodInDays";
    throw constraintFailed(`'${days}'`, path, `Member must have value ${bound}`);
  }
  if (!isEnabled && days !== undefined) {
    throw validation("Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery.");
  }
  table.settings.recoveryDays = isEnabled ? (days ?? table.settings.recoveryDays ?? recoveryDaysDefault) : undefined;
  return describeBackups(context, table);
}

/** ListTagsOfResource. */
export function listTags(context: Context, input: Input): object {
  const { settings } = requireTagged(context, input);
  return { Tags: [...settings.tags].map(([Key, Value]) => ({ Key, Value })) };
}

/** TagResource: adds to the tags, or replaces values. */
export function tagResource(context: Context, input: Input): object {
  const { settings } = requireTagged(context, input);
  const added = parseTags(requiredRecords(input, "Tags"));
  if (added.size === 0) throw validation("Atleast one Tag needs to be provided as Input.");
  const reserved = [...added.keys()].find((name) => name.startsWith("aws:"));
  if (reserved !== undefined) throw validation(`Tag Key cannot be prefixed with aws:, Key: ${reserved}`);
  const tags = new Map([...settings.tags, ...added]);
  if (tags.size > tagsMax) throw validation("Number of Tags exceed the current limit for the provided ResourceArn");
  settings.tags = tags;
  return {};
}

/** UntagResource: takes tags away by their names. */
export function untagResource(context: Context, input: Input): object {
  const { settings } = requireTagged(context, input);
  const names = optionalList(input, "TagKeys") ?? [];
  if (names.length === 0) throw validation("Atleast one Tag Key needs to be provided as Input.");
  settings.tags = new Map([...settings.tags].filter(([name]) => !names.includes(name)));
  return {};
}

function requireTagged(context: Context, input: Input): Table {
  const arn = requiredText(input, "ResourceArn");
  if (!arn.startsWith("arn:")) throw invalidParameter(`ARNs must start with 'arn:': ${arn}`);
  const place = parseTableArn(arn);
  const table = place === undefined ? undefined : context.state.tables.get(tableKey(place.region, place.name));
  if (place !== undefined && place.region !== context.region) {
    throw validation(`Invalid TableArn: Invalid ResourceArn provided as input ${arn}`);
  }
  if (table !== undefined) return table;
  throw notFound(`Requested resource not found: ResourcArn: ${arn} not found`);
}
