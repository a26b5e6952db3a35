import { describe, expect, it } from "vitest";
import { durations } from "../../../../cli/cost/assumptions.ts";
import { greatestOf, partsOf, totalOf, type PartsContext } from "../../../../cli/cost/parts.ts";
import { costJson, costText } from "../../../../cli/cost/report.ts";
import { since, usageOf, without } from "../../../../cli/cost/usage.ts";
import { prices } from "../../../../infra/plan/prices.ts";
import type { Count } from "../../../../local/core/counts.ts";

const context: PartsContext = {
  payments: 100,
  ledgerTable: "prod-ledger",
  viewsTables: ["prod-eu-views"],
  functions: new Map([
    ["prod-eu-payments-api", { name: "payments-api", memoryMiB: 1_024 }],
    ["prod-eu-lease-keeper", { name: "lease-keeper", memoryMiB: 256 }],
  ]),
};

function count(service: string, what: string, times: number, more: Partial<Count> = {}): Count {
  return { service, region: "eu-west-1", what, of: "", times, bytes: 0, ms: 0, ...more };
}

function usd(usage: readonly Count[], part: string): number | undefined {
  return partsOf(usage, context).find((one) => one.part === part)?.usd;
}

describe("a usage", () => {
  const table = {
    requests: {},
    readUnits: 1,
    writeUnits: 6,
    replicatedWrites: 3,
    replicatedWriteUnits: 3,
    replicatedBytes: 900,
    captureUnits: 3,
  };

  it("has DynamoDB's units under the names of its tables", () => {
    const usage = usageOf([count("sqs", "SendMessage", 2)], { "eu-west-1": { "prod-ledger": table } });
    expect(usage.map(({ what, of, times }) => [what, of, times])).toEqual([
      ["SendMessage", "", 2],
      ["ReadUnit", "prod-ledger", 1],
      ["WriteUnit", "prod-ledger", 6],
      ["ReplicatedWriteUnit", "prod-ledger", 3],
      ["CaptureUnit", "prod-ledger", 3],
    ]);
  });

  it("is what came on top, what was new included", () => {
    const after = [count("sqs", "SendMessage", 5), count("kms", "Decrypt", 1)];
    expect(since([count("sqs", "SendMessage", 2)], after).map(({ times }) => times)).toEqual([3, 1]);
  });

  it("is less by the share of what an idle platform uses, and never below nothing", () => {
    const usage = [count("sqs", "SendMessage", 5), count("kms", "Decrypt", 1)];
    const idle = [count("sqs", "SendMessage", 4), count("kms", "Decrypt", 4)];
    expect(without(usage, idle, 0.5).map(({ times }) => times)).toEqual([3, 0]);
  });
});

describe("the cost of a million payments", () => {
  it.each<readonly [string, Count, number]>([
    ["Ledger: writes", count("dynamodb", "WriteUnit", 600, { of: "prod-ledger" }), 3.75],
    ["Ledger: replicated writes", count("dynamodb", "ReplicatedWriteUnit", 300, { of: "prod-ledger" }), 1.875],
    ["Views: writes", count("dynamodb", "WriteUnit", 100, { of: "prod-eu-views" }), 0.625],
    ["Other tables: writes", count("dynamodb", "WriteUnit", 100, { of: "prod-eu-control" }), 0.625],
    ["API Gateway", count("apigateway", "Request", 100), 3.5],
    ["CloudFront: requests", count("cloudfront", "Request", 100), 1],
    ["WAF, edge and origin", count("wafv2", "Request", 200), 1.2],
    ["SQS", count("sqs", "ReceiveMessage", 100), 0.4],
    ["Kinesis: payload", count("kinesis", "PayloadUnit", 600), 0.084],
    ["Firehose: changes, 5 KB each", count("firehose", "IngestedStep", 600), ((6e6 * 5) / 1_048_576) * 0.029],
    ["S3: writes and lists", count("s3", "PutObject", 100), 5],
    ["S3: reads", count("s3", "GetObject", 100), 0.4],
    ["KMS", count("kms", "Decrypt", 100), 3],
    ["KMS: signatures", count("kms", "Sign", 100), 15],
    ["Logs: functions", count("logs", "Line", 300, { bytes: 100_000 }), 0.5],
    ["Lambda: requests", count("lambda", "Invocation", 100, { of: "prod-eu-payments-api", ms: 9_000 }), 0.2],
  ])("%s", (part, used, wanted) => {
    expect(usd([used], part)).toBeCloseTo(wanted, 6);
  });

  it("takes a function's time as assumed, not as it was here", () => {
    const used = count("lambda", "Invocation", 100, { of: "prod-eu-payments-api", ms: 900_000 });
    const seconds = ((durations["payments-api"]?.value ?? 0) / 1_000) * 1e6;
    expect(usd([used], "Lambda: time")).toBeCloseTo(seconds * prices.functionGbSecond.usd, 6);
  });

  it("has nothing of what always runs", () => {
    const used = count("lambda", "Invocation", 2, { of: "prod-eu-lease-keeper", ms: 300_000 });
    expect(totalOf(partsOf([used], context))).toBe(0);
  });

  it("names its greatest part, and says whether the bound is kept", () => {
    const parts = partsOf([count("dynamodb", "WriteUnit", 2_400, { of: "prod-eu-views" })], context);
    expect(greatestOf(parts)?.part).toBe("Views: writes");
    const standing = { cell: "eu", size: "full", stands: [], usdStands: 0, usdRunning: 0, usdDoing: 0 };
    const kind = { kind: "within a cell", payments: 100, perSecond: 10, parts, usd: totalOf(parts) };
    const text = costText({ kinds: [kind], standing }).join("\n");
    expect(text).toContain("within a cell: 15.00, at most 13: MISSED; the greatest part is Views: writes with 15.00");
    expect(text).toContain("Ledger: replicated writes *");
    expect(JSON.parse(costJson({ kinds: [{ ...kind, usd: 12 }], standing }))).toMatchObject({
      boundUsd: 13,
      kinds: [{ kept: true, greatest: "Views: writes" }],
      unread: expect.arrayContaining(["replicatedWriteUnit", "trace"]),
    });
  });
});
