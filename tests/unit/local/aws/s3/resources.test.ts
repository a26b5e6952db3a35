import { describe, expect, it } from "vitest";
import type { Properties } from "../../../../../local/core/resource.ts";
import { lifeOf } from "../life.ts";
import { describeLives, type LifeRow } from "../whole-life.ts";
import { dayMs, digestOf, s3UnderTest, shelf, type S3UnderTest } from "./harness.ts";

const typeOf = (name: string): string => `aws:s3/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;
const bucketType = typeOf("Bucket");

const statement = { Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" }, Action: "s3:PutObject" };
const policyOn = (resource: string, more: Properties = {}): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ ...statement, Resource: resource, ...more }] });
const own = policyOn("arn:aws:s3:::shelf/*");
const missing = (name: string): string =>
  `${name}: Missing required argument. The argument "${name}" is required, but no definition was found.`;

/** A row of a setting of the bucket "shelf", of which there is another, "other". */
function setting(name: string, inputs: Properties, updates: Properties, more: Partial<LifeRow> = {}): LifeRow {
  return {
    type: typeOf(name),
    async stage() {
      const { s3, call } = await shelf("versioned");
      const place = { CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } };
      await call("CreateBucket", { Bucket: "other", ...place });
      return { models: s3.resources, inputs: { bucket: "shelf", ...inputs } };
    },
    replaces: { bucket: "other" },
    updates,
    refusals: [[{ bucket: undefined }, missing("bucket")]],
    ...more,
  };
}

const encryption = (sseAlgorithm: string): Properties => ({
  rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm }, bucketKeyEnabled: true }],
});
const algorithms = '["AES256" "aws:kms" "aws:kms:dsse"]';

describeLives([
  {
    type: bucketType,
    stage: () => Promise.resolve({ models: s3UnderTest().s3.resources, inputs: { bucket: "shelf", tags: { a: "b" } } }),
    replaces: { bucket: "other", objectLockEnabled: true },
    updates: { tags: { c: "d" } },
    refusals: [
      [{ bucket: "Logs" }, expect.stringContaining("bucket: invalid value (only lowercase")],
      [{ bucket: "10.0.0.1" }, "bucket: invalid value (must not be formatted as an IP address), got 10.0.0.1"],
      [{ bucket: "a..b" }, "bucket: invalid value (cannot contain two adjacent periods), got a..b"],
    ],
  },
  setting("BucketPolicy", { policy: own }, { policy: policyOn("arn:aws:s3:::shelf/a") }),
  setting("BucketPublicAccessBlock", { blockPublicAcls: true }, { blockPublicPolicy: true }),
  setting(
    "BucketVersioning",
    { versioningConfiguration: { status: "Enabled" } },
    { versioningConfiguration: { status: "Suspended" } },
    { lasts: true },
  ),
  setting(
    "BucketLifecycleConfiguration",
    { rules: [{ id: "a", status: "Enabled", expiration: { days: 3 } }] },
    { rules: [{ id: "a", status: "Disabled" }] },
    {
      refusals: [
        [
          { rules: [{ id: "a", status: "Enabled", colour: "red" }] },
          "rules: [0]: NotImplemented: The local cloud does not model its field colour; " +
            "see docs/local-differences.md.",
        ],
      ],
    },
  ),
  setting("BucketServerSideEncryptionConfiguration", encryption("AES256"), encryption("aws:kms"), {
    refusals: [
      [
        encryption("DES"),
        `rules: [0]: applyServerSideEncryptionByDefault: sseAlgorithm: expected it to be one of ${algorithms}, got DES`,
      ],
    ],
  }),
  setting(
    "BucketOwnershipControls",
    { rule: { objectOwnership: "ObjectWriter" } },
    { rule: { objectOwnership: "BucketOwnerEnforced" } },
  ),
  setting(
    "BucketObjectLockConfiguration",
    { rule: { defaultRetention: { mode: "COMPLIANCE", days: 3 } } },
    { rule: { defaultRetention: { mode: "GOVERNANCE", years: 1 } } },
    { lasts: true },
  ),
  setting("BucketLogging", { targetBucket: "other", targetPrefix: "a/" }, { targetPrefix: "b/" }),
]);

/** A setting of the bucket "shelf" that is tried on it. */
async function tried(under: S3UnderTest, name: string, inputs: Properties): Promise<unknown> {
  return lifeOf(under.s3.resources, typeOf(name)).create({ bucket: "shelf", ...inputs });
}

describe("a bucket", () => {
  it("has a name of its own where none is given, in lower case", async () => {
    const { id } = await lifeOf(s3UnderTest().s3.resources, bucketType, { name: "Shelf" }).create({});
    expect(id).toMatch(/^shelf-[0-9a-f]{7}$/);
  });

  it("is one of its name in all regions", async () => {
    const { s3 } = await shelf();
    const far = lifeOf(s3.resources, bucketType, { region: "us-east-1" });
    await expect(far.create({ bucket: "shelf" })).rejects.toMatchObject({ code: "BucketAlreadyOwnedByYou" });
  });

  it("goes only when it is empty, or by force with everything that may go", async () => {
    const under = s3UnderTest();
    const { s3, kernel, call, put } = under;
    const life = lifeOf(s3.resources, bucketType);
    const inputs = { bucket: "shelf", objectLockEnabled: true };
    await life.create(inputs);
    const ObjectLockRetainUntilDate = new Date(kernel.now() + dayMs).toISOString();
    const lock = { ...digestOf("k"), ObjectLockRetainUntilDate };
    await put("k", "k", { ...lock, ObjectLockMode: "GOVERNANCE", ObjectLockLegalHoldStatus: "ON" });
    await call("DeleteObject", { Key: "k" });
    await expect(life.delete()).rejects.toMatchObject({ code: "BucketNotEmpty" });
    await life.update({ ...inputs, forceDestroy: true });
    await put("l", "k", { ...lock, ObjectLockMode: "COMPLIANCE" });
    await expect(life.delete()).rejects.toMatchObject({ code: "BucketNotEmpty" });
    expect(await call("ListObjectVersions")).toMatchObject({ Versions: [{ Key: "l" }], DeleteMarkers: [] });
    await kernel.advance(dayMs);
    await life.delete();
    expect(life.refresh()).toBeUndefined();
  });

  it("takes its settings along", async () => {
    const { s3, call, refusal } = await shelf();
    await call("PutBucketPolicy", { Policy: own });
    const bucket = lifeOf(s3.resources, bucketType);
    const found = bucket.create({ bucket: "shelf" });
    await expect(found).rejects.toMatchObject({ code: "BucketAlreadyOwnedByYou" });
    await call("DeleteBucket");
    await bucket.create({ bucket: "shelf" });
    expect(await refusal("GetBucketPolicy")).toBe("NoSuchBucketPolicy: The bucket policy does not exist");
  });
});

describe("a setting of a bucket", () => {
  it.each<[string, string, Properties, string, string]>([
    ["of none", "BucketPublicAccessBlock", { bucket: "none" }, "NoSuchBucket", "The specified bucket does not exist"],
    [
      "a policy that speaks of another bucket",
      "BucketPolicy",
      { policy: policyOn("arn:aws:s3:::other/*") },
      "MalformedPolicy",
      "Policy has invalid resource",
    ],
    [
      "a policy that is none",
      "BucketPolicy",
      { policy: "{}" },
      "MalformedPolicy",
      "Policy document must contain a Statement.",
    ],
    [
      "a policy for everybody",
      "BucketPolicy",
      { policy: policyOn("arn:aws:s3:::shelf/*", { Principal: "*" }) },
      "AccessDenied",
      "public policies are prevented by the BlockPublicPolicy setting",
    ],
    [
      "a log into no bucket",
      "BucketLogging",
      { targetBucket: "none", targetPrefix: "a/" },
      "InvalidTargetBucketForLogging",
      "The target bucket for logging does not exist",
    ],
    [
      "locks without versions",
      "BucketObjectLockConfiguration",
      {},
      "InvalidBucketState",
      "Versioning must be 'Enabled' on the bucket",
    ],
  ])("is refused: %s", async (_what, name, inputs, code, message) => {
    const refused = tried(await shelf(), name, inputs);
    await expect(refused).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it("takes the place of one of its kind, which a refresh finds", async () => {
    const under = await shelf();
    const first = lifeOf(under.s3.resources, typeOf("BucketPolicy"));
    await first.create({ bucket: "shelf", policy: own });
    const other = policyOn("arn:aws:s3:::shelf/a");
    await tried(under, "BucketPolicy", { policy: other });
    expect(first.refresh()?.inputs["policy"]).toBe(other);
  });

  it("lets everybody in who is known by where they come from", async () => {
    const condition = { StringEquals: { "aws:SourceVpce": "vpce-1" } };
    const policy = policyOn("arn:aws:s3:::shelf/*", { Principal: "*", Condition: condition });
    await tried(await shelf(), "BucketPolicy", { policy });
  });
});
