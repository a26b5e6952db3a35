import { createDynamoDb } from "../../../../../local/aws/dynamodb/index.ts";
import { createKinesis } from "../../../../../local/aws/kinesis/index.ts";
import { createVirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { defaultKnobs } from "../../../../../local/faults/knobs.ts";
import { accountId, register } from "../account.ts";
import { ledgerInputs } from "../dynamodb/harness.ts";
import { describeLives } from "../whole-life.ts";
import { arnOf } from "./harness.ts";

async function account() {
  const kernel = createVirtualKernel(1);
  const knobs = defaultKnobs();
  const kinesis = createKinesis({ kernel, accountId, limits: knobs.shards });
  const streaming = { intake: kinesis.intake, knobs: knobs.journal, regions: knobs.regions };
  const dynamoDb = createDynamoDb({ kernel, knobs, accountId, streaming });
  const models = [...kinesis.resources, ...dynamoDb.resources];
  await register(models, "aws:dynamodb/table:Table", ledgerInputs);
  await register(models, "aws:kinesis/stream:Stream", { name: "other", shardCount: 1 });
  return models;
}

describeLives([
  {
    type: "aws:kinesis/stream:Stream",
    stage: async () => ({
      models: await account(),
      inputs: { name: "journal", shardCount: 2, retentionPeriod: 168, tags: { cell: "eu" } },
    }),
    importId: ({ name }) => String(name),
    replaces: { name: "diary", region: "us-east-1" },
    updates: {
      shardCount: 4,
      retentionPeriod: 48,
      encryptionType: "KMS",
      kmsKeyId: "alias/data",
      shardLevelMetrics: ["IncomingBytes"],
      tags: { cell: "us" },
    },
    refusals: [
      [{ shardCount: undefined }, "shardCount: shard_count must be at least 1 when stream_mode is PROVISIONED"],
      [
        { streamModeDetails: { streamMode: "ON_DEMAND" } },
        "shardCount: shard_count must not be set when stream_mode is ON_DEMAND",
      ],
      [{ encryptionType: "KMS" }, "kmsKeyId: KMS Key Id required when setting encryption_type is not set as NONE"],
      [{ encryptionType: "AES" }, 'encryptionType: expected it to be one of ["NONE" "KMS"], got AES'],
      [{ retentionPeriod: 23 }, "retentionPeriod: expected it to be in the range (24 - 8760), got 23"],
      [
        { name: "a b" },
        "name: invalid value (must only include alphanumeric, underscore, period, or hyphen characters), got a b",
      ],
      [
        { warmThroughputMibPs: 5 },
        "warmThroughputMibPs: NotImplemented: The local cloud does not model aws:kinesis/stream:Stream" +
          ".warmThroughputMibPs; see docs/local-differences.md.",
      ],
    ],
  },
  {
    type: "aws:dynamodb/kinesisStreamingDestination:KinesisStreamingDestination",
    stage: async () => ({
      models: await account(),
      inputs: {
        tableName: "ledger",
        streamArn: arnOf("other"),
        approximateCreationDateTimePrecision: "MICROSECOND",
      },
    }),
    replaces: {
      tableName: "t",
      streamArn: arnOf("another"),
      approximateCreationDateTimePrecision: "MILLISECOND",
      region: "us-east-1",
    },
    updates: {},
    refusals: [
      [
        { tableName: undefined },
        'tableName: Missing required argument. The argument "tableName" is required, but no definition was found.',
      ],
      [{ streamArn: "other" }, "streamArn: (other) is an invalid ARN: arn: invalid prefix or not enough sections"],
      [
        { approximateCreationDateTimePrecision: "SECOND" },
        'approximateCreationDateTimePrecision: expected it to be one of ["MILLISECOND" "MICROSECOND"], got SECOND',
      ],
    ],
  },
]);
