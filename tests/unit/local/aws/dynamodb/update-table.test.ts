import { beforeEach, describe, expect, it } from "vitest";
import { accountId, createHarness, eu, type Harness, type Input, key, ledgerTable, us } from "./harness.ts";

const arn = `arn:aws:dynamodb:${eu}:${accountId}:table/ledger`;
const invalid = "ValidationException: ";
const invalidParameter = `${invalid}One or more parameter values were invalid: `;
const attribute = (AttributeName: string, AttributeType = "S"): Input => ({ AttributeName, AttributeType });
const units = (of: number): Input => ({ ReadCapacityUnits: of, WriteCapacityUnits: of });
const byNote: Input = {
  IndexName: "by-note",
  KeySchema: [{ AttributeName: "note", KeyType: "HASH" }],
  Projection: { ProjectionType: "ALL" },
};
const off: Input = { StreamEnabled: false };

let local: Harness;
beforeEach(() => {
  local = createHarness();
  local.call("CreateTable", ledgerTable());
});

const update = (input: Input, region = eu): unknown =>
  local.answer("UpdateTable", { TableName: "ledger", ...input }, region);
const done = (input: Input, region = eu): unknown =>
  local.call("UpdateTable", { TableName: "ledger", ...input }, region);
const described = (region = eu): Input =>
  local.call("DescribeTable", { TableName: "ledger" }, region)["Table"] as Input;

describe("UpdateTable is refused", () => {
  it.each<[Input, string]>([
    [
      {},
      `${invalid}At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, ` +
        "GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, " +
        "ReplicaTransitRoleArn, MultiRegionConsistency, " +
        "DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required",
    ],
    [
      { SSESpecification: { Enabled: true }, DeletionProtectionEnabled: true },
      `${invalidParameter}Server-Side Encryption modification must be the only operation in the request`,
    ],
    [
      { TableClass: "STANDARD", BillingMode: "PROVISIONED" },
      `${invalidParameter}TableClass modification must be the only operation in the request`,
    ],
    [
      { ReplicaUpdates: [{ Create: { RegionName: us } }], BillingMode: "PROVISIONED" },
      `${invalidParameter}Replica modification must be the only operation in the request`,
    ],
    [
      { StreamSpecification: off, ProvisionedThroughput: units(1) },
      `${invalidParameter}You cannot modify stream status while updating table IOPS`,
    ],
    [
      { GlobalSecondaryIndexUpdates: [{ Create: byNote }], StreamSpecification: off },
      `${invalidParameter}You cannot create or delete index while changing stream status`,
    ],
    [
      { TableClass: "COLD" },
      `${invalid}Invalid table-class parameter provided. Please try again with a valid ` +
        "table-class value: [STANDARD, STANDARD_INFREQUENT_ACCESS].",
    ],
    [
      { BillingMode: "PROVISIONED" },
      `${invalidParameter}ProvisionedThroughput must be specified when BillingMode is PROVISIONED`,
    ],
    [
      { ProvisionedThroughput: units(1) },
      `${invalidParameter}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is ` +
        "PAY_PER_REQUEST",
    ],
    [
      { BillingMode: "PROVISIONED", ProvisionedThroughput: units(1) },
      `${invalidParameter}ProvisionedThroughput must be specified for index: due-index`,
    ],
    [
      { StreamSpecification: { StreamEnabled: true, StreamViewType: "KEYS_ONLY" } },
      `${invalid}Table already has an enabled stream: TableName: ledger`,
    ],
    [
      { StreamSpecification: { StreamEnabled: true } },
      `${invalidParameter}If stream is being enabled then UpdateViewType is required`,
    ],
    [{ SSESpecification: { Enabled: false } }, `${invalidParameter}Table is already encrypted by default`],
    [
      { GlobalSecondaryIndexUpdates: [{ Create: { ...byNote, IndexName: "due-index" } }] },
      `${invalid}Attempting to create an index which already exists`,
    ],
    [
      { GlobalSecondaryIndexUpdates: [{ Create: byNote }] },
      `${invalidParameter}AttributeDefinitions is not specified for index: by-note`,
    ],
    [
      { GlobalSecondaryIndexUpdates: [{ Create: byNote }], AttributeDefinitions: [attribute("pk")] },
      `${invalidParameter}Some index key attributes are not defined in AttributeDefinitions. ` +
        "Keys: [note], AttributeDefinitions: [pk]",
    ],
    [
      { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: "none" } }] },
      `${invalid}Cannot delete an index that is not a GlobalSecondaryIndex: none`,
    ],
    [
      { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: "one" } }, { Delete: { IndexName: "two" } }] },
      "LimitExceededException: Subscriber limit exceeded: Only 1 online index can be created or deleted " +
        "simultaneously per table",
    ],
    [
      { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: "one" }, Update: { IndexName: "one" } }] },
      `${invalidParameter}Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object`,
    ],
    [
      { GlobalSecondaryIndexUpdates: [{ Update: { IndexName: "due-index", ProvisionedThroughput: units(1) } }] },
      `${invalidParameter}The only Updates for index: due-index when TableThroughputMode is PAY_PER_REQUEST can be ` +
        "to OnDemandThroughput, WarmThroughput",
    ],
    [
      { ReplicaUpdates: [{ Create: { RegionName: eu } }] },
      `${invalid}Cannot add or delete the local region through ReplicaUpdates. ` +
        "Use CreateTable, DeleteTable, or UpdateTable as required.",
    ],
    [
      { ReplicaUpdates: [{ Delete: { RegionName: us } }] },
      `${invalid}Update global table operation failed because one or more replicas were not part of the global ` +
        "table. Please retry the request without these replicas: [us-east-1].",
    ],
    [
      { ReplicaUpdates: [us, "eu-west-3"].map((RegionName) => ({ Create: { RegionName } })) },
      `${invalid}Update table operation with more than one create or delete replica actions not allowed`,
    ],
    [
      { ReplicaUpdates: [{ Create: { RegionName: us, KMSMasterKeyId: "key" } }] },
      `${invalidParameter}All replica keys must either be Customer Managed CMK or AWS Managed CMK.`,
    ],
    [
      {
        ReplicaUpdates: [{ Create: { RegionName: us } }],
        GlobalTableWitnessUpdates: [{ Create: { RegionName: "eu-west-3" } }],
      },
      `${invalid}MultiRegionConsistency must be set as STRONG when GlobalTableWitnessUpdates parameter is present.`,
    ],
    [
      { WarmThroughput: {} },
      "NotImplemented: The local cloud does not model WarmThroughput of DynamoDB's UpdateTable; " +
        "see docs/local-differences.md.",
    ],
  ])("%j", (input, refusal) => {
    const before = described();
    expect(update(input)).toBe(refusal);
    expect(described()).toEqual(before);
  });

  it("for capacity that would not change", () => {
    const due = { Update: { IndexName: "due-index", ProvisionedThroughput: units(2) } };
    const ProvisionedThroughput = units(5);
    done({ BillingMode: "PROVISIONED", ProvisionedThroughput, GlobalSecondaryIndexUpdates: [due] });
    expect(described()).toMatchObject({
      ProvisionedThroughput: units(5),
      GlobalSecondaryIndexes: [{ ProvisionedThroughput: units(2) }],
    });
    expect(update({ ProvisionedThroughput })).toBe(
      `${invalid}The provisioned throughput for the table will not change. The requested value equals the current ` +
        "value. Current ReadCapacityUnits provisioned for the table: 5. Requested ReadCapacityUnits: 5. Current " +
        "WriteCapacityUnits provisioned for the table: 5. Requested WriteCapacityUnits: 5. Refer to the Amazon " +
        "DynamoDB Developer Guide for current limits and how to request higher limits.",
    );
    expect(update({ ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 1 } })).toBe(
      `${invalid}1 validation error detected: Value '0' at 'provisionedThroughput.readCapacityUnits' failed to ` +
        "satisfy constraint: Member must have value greater than or equal to 1",
    );
    done({ BillingMode: "PAY_PER_REQUEST" });
    expect(described()).toMatchObject({ GlobalSecondaryIndexes: [{ ProvisionedThroughput: units(0) }] });
  });
});

describe("a stream", () => {
  it("is told after it was closed, and another opens under another name", () => {
    const first = described()["LatestStreamArn"];
    done({ StreamSpecification: off });
    expect(described()).not.toHaveProperty("StreamSpecification");
    expect(described()["LatestStreamArn"]).toBe(first);
    expect(update({ StreamSpecification: off })).toBe(`${invalid}Table has no stream to disable: TableName: ledger`);
    done({ StreamSpecification: { StreamEnabled: true, StreamViewType: "KEYS_ONLY" } });
    expect(described()["LatestStreamArn"]).not.toBe(first);
    expect(local.call("ListStreams", { TableName: "ledger" })["Streams"]).toHaveLength(2);
  });
});

describe("a global table", () => {
  beforeEach(() => {
    done({ ReplicaUpdates: [{ Create: { RegionName: us } }] });
  });

  it("has indexes, billing, class and expiry in common, on whichever side they are changed", () => {
    const AttributeDefinitions = [attribute("pk"), attribute("sk"), attribute("note")];
    local.call("PutItem", { TableName: "ledger", Item: { ...key("a"), note: { S: "n" } } });
    done({ AttributeDefinitions, GlobalSecondaryIndexUpdates: [{ Create: byNote }] }, us);
    expect(described()["GlobalSecondaryIndexes"]).toMatchObject([{ IndexName: "due-index" }, { ItemCount: 1 }]);
    done({ GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: "due-index" } }] });
    done({ TableClass: "STANDARD_INFREQUENT_ACCESS" });
    for (const region of [eu, us]) {
      expect(described(region)).toMatchObject({
        AttributeDefinitions: ["pk", "sk", "note"].map((name) => attribute(name)),
        GlobalSecondaryIndexes: [{ IndexName: "by-note" }],
        TableClassSummary: { TableClass: "STANDARD_INFREQUENT_ACCESS" },
      });
    }
  });

  it("has protection, recovery and tags apart", () => {
    done({ DeletionProtectionEnabled: true });
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 3 };
    local.call("UpdateContinuousBackups", { TableName: "ledger", PointInTimeRecoverySpecification });
    local.call("TagResource", { ResourceArn: arn, Tags: [{ Key: "cell", Value: "eu" }] });
    expect(described(us)["DeletionProtectionEnabled"]).toBe(false);
    expect(local.call("DescribeContinuousBackups", { TableName: "ledger" }, us)).toMatchObject({
      ContinuousBackupsDescription: { PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: "DISABLED" } },
    });
    expect(local.call("ListTagsOfResource", { ResourceArn: arn.replace(eu, us) }, us)).toEqual({ Tags: [] });
  });

  it("gets and loses replicas on whichever side it is asked, down to one table", () => {
    done({ ReplicaUpdates: [{ Create: { RegionName: "eu-west-3", TableClassOverride: "STANDARD" } }] }, us);
    expect(described("eu-west-3")["Replicas"]).toHaveLength(2);
    const refused = /^ValidationException: Replica cannot be deleted because it has acted as a source region/;
    expect(update({ ReplicaUpdates: [{ Delete: { RegionName: us } }] })).toMatch(refused);
    done({ ReplicaUpdates: [{ Delete: { RegionName: "eu-west-3" } }] });
    done({ ReplicaUpdates: [{ Delete: { RegionName: us } }] });
    expect(described()).not.toHaveProperty("Replicas");
    done({ StreamSpecification: off });
  });

  it("keeps its stream, and takes no replica twice", () => {
    expect(update({ StreamSpecification: off })).toBe(
      `${invalidParameter}Disabling Stream is not allowed for a Global Table replica.`,
    );
    expect(update({ ReplicaUpdates: [{ Create: { RegionName: us } }] })).toMatch(
      /replicas already existed as tables\.$/,
    );
  });
});

describe("a strongly consistent global table", () => {
  it("is made at once, and ends at once", () => {
    const created = {
      ReplicaUpdates: [{ Create: { RegionName: "eu-central-1" } }],
      GlobalTableWitnessUpdates: [{ Create: { RegionName: "eu-west-3" } }],
    };
    done({ MultiRegionConsistency: "STRONG", ...created });
    expect(described("eu-central-1")).toMatchObject({ MultiRegionConsistency: "STRONG" });
    expect(update({ ReplicaUpdates: [{ Create: { RegionName: "eu-west-2" } }] })).toBe(
      `${invalid}Cannot add replicas to a global table with strong MultiRegionConsistency`,
    );
    const gone = { ReplicaUpdates: [{ Delete: { RegionName: "eu-central-1" } }] };
    expect(update(gone)).toBe(`${invalid}Update table delete operation does not include all witnesses.`);
    done({ ...gone, GlobalTableWitnessUpdates: [{ Delete: { RegionName: "eu-west-3" } }] });
    expect(described()).not.toHaveProperty("GlobalTableWitnesses");
  });
});

describe("a table's settings", () => {
  it.each<[string, Input, string]>([
    [
      "UpdateContinuousBackups",
      { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 36 } },
      `${invalid}1 validation error detected: Value '36' at 'pointInTimeRecoverySpecification.recoveryPeriodInDays' ` +
        "failed to satisfy constraint: Member must have value less than or equal to 35",
    ],
    [
      "UpdateContinuousBackups",
      { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false, RecoveryPeriodInDays: 3 } },
      `${invalid}Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery.`,
    ],
    [
      "UpdateContinuousBackups",
      { PointInTimeRecoverySpecification: {} },
      `${invalid}1 validation error detected: Value null at ` +
        "'pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled' failed to satisfy constraint: " +
        "Member must not be null",
    ],
    [
      "UpdateTimeToLive",
      { TimeToLiveSpecification: { Enabled: false, AttributeName: "e" } },
      `${invalid}TimeToLive is already disabled`,
    ],
    ["TagResource", { ResourceArn: "ledger", Tags: [] }, `${invalidParameter}ARNs must start with 'arn:': ledger`],
    ["TagResource", { ResourceArn: arn, Tags: [] }, `${invalid}Atleast one Tag needs to be provided as Input.`],
    [
      "TagResource",
      { ResourceArn: arn, Tags: [{ Key: "aws:x", Value: "" }] },
      `${invalid}Tag Key cannot be prefixed with aws:, Key: aws:x`,
    ],
    [
      "TagResource",
      { ResourceArn: arn, Tags: Array.from({ length: 51 }, (_, index) => ({ Key: `${index}`, Value: "" })) },
      `${invalid}Number of Tags exceed the current limit for the provided ResourceArn`,
    ],
    [
      "UntagResource",
      { ResourceArn: arn, TagKeys: [] },
      `${invalid}Atleast one Tag Key needs to be provided as Input.`,
    ],
    [
      "ListTagsOfResource",
      { ResourceArn: `${arn}2` },
      `ResourceNotFoundException: Requested resource not found: ResourcArn: ${arn}2 not found`,
    ],
    [
      "ListTagsOfResource",
      { ResourceArn: arn.replace(eu, us) },
      `${invalid}Invalid TableArn: Invalid ResourceArn provided as input ${arn.replace(eu, us)}`,
    ],
    [
      "ListTables",
      { Limit: 101 },
      `${invalid}1 validation error detected: Value '101' at 'limit' failed to satisfy constraint: ` +
        "Member must have value less than or equal to 100",
    ],
  ])("%s is refused: %j", (action, input, refusal) => {
    expect(local.answer(action, { TableName: "ledger", ...input })).toBe(refusal);
  });

  it("are the account's limits, too", () => {
    expect(local.call("DescribeLimits", {})).toMatchObject({ AccountMaxReadCapacityUnits: 80_000 });
  });

  it("are judged by what they name", () => {
    const resources = (action: string, input: Input) =>
      local.authorizations(action, input).map(({ resource }) => resource);
    expect(resources("TagResource", { ResourceArn: arn })).toEqual([arn]);
    expect(resources("UpdateContinuousBackups", { TableName: "ledger" })).toEqual([arn]);
    expect(resources("DescribeLimits", {})).toEqual(["*"]);
  });
});
