import { describe, expect, it } from "vitest";
import { planTrail } from "../../../../../local/pulumi/awsx/trail.ts";

function children(inputs: Record<string, unknown>): readonly string[] {
  return planTrail({ name: "audit", region: "eu-west-1", inputs }).children.map((child) => child.type);
}

describe("awsx:cloudtrail:Trail", () => {
  it("makes its own bucket with a policy", () => {
    expect(children({})).toEqual([
      "aws:s3/bucket:Bucket",
      "aws:s3/bucketPolicy:BucketPolicy",
      "aws:cloudtrail/trail:Trail",
    ]);
  });

  it("makes a log group where one is wanted", () => {
    expect(children({ cloudWatchLogsGroup: { enable: true } })).toContain("aws:cloudwatch/logGroup:LogGroup");
  });

  it("uses a bucket that exists", () => {
    const { children: planned, outputs } = planTrail({
      name: "audit",
      region: "eu-west-1",
      inputs: { s3Bucket: { existing: { name: "logs" } }, enableLogFileValidation: true },
    });
    expect(planned.map((child) => child.type)).toEqual([
      "aws:s3/bucketPolicy:BucketPolicy",
      "aws:cloudtrail/trail:Trail",
    ]);
    expect(planned.at(-1)?.inputs).toMatchObject({ s3BucketName: "logs", enableLogFileValidation: true });
    expect(outputs["bucket"]).toBeUndefined();
  });
});
