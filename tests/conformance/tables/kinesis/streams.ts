import { type Case, type Fields, is, type Suite } from "../../case.ts";
import { active, drop, named, stream } from "./shared.ts";

const retention = (call: string, hours: number): { readonly call: string; readonly input: Fields } => ({
  call,
  input: { ...named, RetentionPeriodHours: hours },
});

const refusedHours: readonly Case[] = [
  { name: "A retention below a day", ...retention("DecreaseStreamRetentionPeriod", 23) },
  { name: "A retention above a year", ...retention("IncreaseStreamRetentionPeriod", 8_761) },
  { name: "An increase that decreases", ...retention("IncreaseStreamRetentionPeriod", 24) },
  { name: "A decrease that increases", ...retention("DecreaseStreamRetentionPeriod", 72) },
].map((row) => ({
  ...row,
  before: [...stream(), retention("IncreaseStreamRetentionPeriod", 48), active],
  fails: "InvalidArgumentException",
  after: [drop],
}));

/** Streams themselves. */
export const streamCases: Suite = {
  service: "kinesis",
  topic: "streams",
  cases: [
    {
      name: "DescribeStreamSummary describes",
      before: stream(2),
      call: "DescribeStreamSummary",
      input: named,
      gives: {
        StreamDescriptionSummary: {
          StreamName: "{case}",
          StreamARN: is.match(/^arn:aws:kinesis:[\w-]+:\d{12}:stream\/c/),
          StreamStatus: "ACTIVE",
          StreamModeDetails: { StreamMode: "PROVISIONED" },
          RetentionPeriodHours: 24,
          StreamCreationTimestamp: is.number,
          EnhancedMonitoring: [{ ShardLevelMetrics: is.none }],
          EncryptionType: "NONE",
          OpenShardCount: 2,
        },
      },
      after: [drop],
    },
    {
      name: "DescribeStream tells the shards, a page at a time",
      before: stream(2),
      call: "DescribeStream",
      input: { ...named, Limit: 1 },
      gives: { StreamDescription: { StreamName: "{case}", Shards: [{ ShardId: "{shard0}" }], HasMoreShards: true } },
      after: [drop],
    },
    {
      name: "A stream is found by its ARN",
      before: stream(),
      call: "DescribeStreamSummary",
      input: { StreamARN: "{arn}" },
      gives: { StreamDescriptionSummary: { StreamName: "{case}" } },
      after: [drop],
    },
    {
      name: "ListStreams goes on after a name",
      before: stream(),
      call: "ListStreams",
      input: { ExclusiveStartStreamName: "c" },
      gives: { StreamNames: is.including("{case}"), HasMoreStreams: false },
      after: [drop],
    },
    {
      name: "A name is taken",
      before: stream(),
      call: "CreateStream",
      input: { ...named, ShardCount: 1 },
      fails: "ResourceInUseException",
      after: [drop],
    },
    {
      name: "A name with a space",
      call: "CreateStream",
      input: { StreamName: "a b", ShardCount: 1 },
      fails: "ValidationException",
    },
    { name: "No shards", call: "CreateStream", input: { ...named, ShardCount: 0 }, fails: "ValidationException" },
    {
      name: "A stream is unknown",
      call: "DescribeStreamSummary",
      input: named,
      fails: { name: "ResourceNotFoundException", message: /^Stream \S+ under account \d{12} not found\.$/ },
    },
    {
      name: "A stream is gone once it was deleted",
      before: [...stream(), drop],
      call: "DescribeStreamSummary",
      input: named,
      fails: "ResourceNotFoundException",
      within: 120_000,
    },
    {
      name: "A retention is kept",
      before: [...stream(), retention("IncreaseStreamRetentionPeriod", 168), active],
      call: "DescribeStreamSummary",
      input: named,
      gives: { StreamDescriptionSummary: { RetentionPeriodHours: 168 } },
      after: [drop],
    },
    ...refusedHours,
    {
      name: "Tags are added, taken away and listed",
      before: [
        ...stream(),
        { call: "AddTagsToStream", input: { ...named, Tags: { cell: "eu", team: "ledger" } } },
        { call: "RemoveTagsFromStream", input: { ...named, TagKeys: ["cell"] } },
      ],
      call: "ListTagsForStream",
      input: named,
      gives: { Tags: [{ Key: "team", Value: "ledger" }], HasMoreTags: false },
      after: [drop],
    },
    {
      name: "Tags of the stream as a resource",
      before: [...stream(), { call: "TagResource", input: { ResourceARN: "{arn}", Tags: { cell: "eu" } } }],
      call: "ListTagsForResource",
      input: { ResourceARN: "{arn}" },
      gives: { Tags: [{ Key: "cell", Value: "eu" }] },
      after: [drop],
    },
    {
      name: "Encryption under AWS's own key",
      before: [
        ...stream(),
        {
          call: "StartStreamEncryption",
          input: { ...named, EncryptionType: "KMS", KeyId: "alias/aws/kinesis" },
        },
        active,
      ],
      call: "DescribeStreamSummary",
      input: named,
      gives: { StreamDescriptionSummary: { EncryptionType: "KMS", KeyId: "alias/aws/kinesis" } },
      after: [drop],
    },
  ],
};
