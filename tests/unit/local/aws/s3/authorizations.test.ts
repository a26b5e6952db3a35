import { beforeEach, describe, expect, it } from "vitest";
import { createInProcessHost } from "../../../../../local/aws/lambda/index.ts";
import { roleCaller } from "../../../../../local/aws/principals.ts";
import type { Caller } from "../../../../../local/core/call.ts";
import { AwsError } from "../../../../../local/core/errors.ts";
import type { Properties } from "../../../../../local/core/resource.ts";
import { createVirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { defaultKnobs } from "../../../../../local/faults/knobs.ts";
import { createEndpoint } from "../../../../../local/http/endpoint.ts";
import { createServices } from "../../../../../local/services.ts";
import { accountId, callOf, register, root } from "../account.ts";
import { digestOf } from "./harness.ts";

const worker = roleCaller(`arn:aws:iam::${accountId}:role/worker`, "s", accountId);
const shelfArn = "arn:aws:s3:::shelf";
const policyOf = (...statements: readonly Properties[]) => ({ Version: "2012-10-17", Statement: statements });
const allow = (action: string | readonly string[], resource: string | readonly string[], more: Properties = {}) => ({
  Effect: "Allow",
  Action: action,
  Resource: resource,
  ...more,
});

async function world() {
  const kernel = createVirtualKernel(1);
  const { iam, sts, kms, s3 } = createServices({
    kernel,
    accountId,
    knobs: defaultKnobs(),
    zones: [],
    hosts: createInProcessHost(() => () => ({})),
    awsEndpoint: () => "",
    call: (call) => endpoint.call(call),
  });
  const endpoint = createEndpoint({ kernel, iam, sts, services: [iam, kms, s3].map(({ service }) => service) });
  const models = [iam, kms, s3].flatMap(({ resources }) => resources);
  const create = (type: string, inputs: Properties) => register(models, type, inputs);
  await create("aws:iam/role:Role", {
    name: "worker",
    assumeRolePolicy: policyOf({ Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: accountId } }),
  });
  const toAccount = allow("kms:*", "*", { Principal: { AWS: `arn:aws:iam::${accountId}:root` } });
  const key = await create("aws:kms/key:Key", { policy: JSON.stringify(policyOf(toAccount)) });
  await create("aws:s3/bucket:Bucket", { bucket: "shelf", objectLockEnabled: true });
  const call = (action: string, input: Properties, caller: Caller = root) =>
    endpoint.call(callOf("s3", action, { Bucket: "shelf", ...input }, { caller }));
  return {
    kernel,
    create,
    call,
    keyArn: `arn:aws:kms:eu-west-1:${accountId}:key/${key.id}`,
    grant: (...statements: readonly Properties[]) =>
      endpoint.call(
        callOf("iam", "PutRolePolicy", {
          RoleName: "worker",
          PolicyName: "p",
          PolicyDocument: JSON.stringify(policyOf(...statements)),
        }),
      ),
    /** "done", or the code and the action that was refused. */
    async attempt(action: string, input: Properties = {}): Promise<string> {
      try {
        await call(action, input, worker);
        return "done";
      } catch (fault) {
        if (!(fault instanceof AwsError)) throw fault;
        const [, refused] = /to perform: (\S+) on resource: (?:\S+)/.exec(fault.message) ?? [];
        return `${fault.code} ${refused ?? fault.message}`;
      }
    },
  };
}

describe("what IAM is asked about S3", () => {
  let place: Awaited<ReturnType<typeof world>>;
  beforeEach(async () => {
    place = await world();
  });

  it.each<[string, Properties, string, string]>([
    ["PutObject", { Key: "k", Body: "k" }, "s3:PutObject", `${shelfArn}/k`],
    ["CreateMultipartUpload", { Key: "k" }, "s3:PutObject", `${shelfArn}/k`],
    ["DeleteObject", { Key: "k" }, "s3:DeleteObject", `${shelfArn}/k`],
    ["DeleteObject", { Key: "k", VersionId: "v" }, "s3:DeleteObjectVersion", `${shelfArn}/k`],
    ["DeleteObjects", { Delete: { Objects: [{ Key: "k" }] } }, "s3:DeleteObject", `${shelfArn}/k`],
    ["ListObjectsV2", {}, "s3:ListBucket", shelfArn],
    ["ListObjectVersions", {}, "s3:ListBucketVersions", shelfArn],
    ["HeadBucket", {}, "s3:ListBucket", shelfArn],
    ["ListBuckets", {}, "s3:ListAllMyBuckets", "*"],
    ["GetBucketVersioning", {}, "s3:GetBucketVersioning", shelfArn],
    ["GetObjectLockConfiguration", {}, "s3:GetBucketObjectLockConfiguration", shelfArn],
    ["GetBucketEncryption", {}, "s3:GetEncryptionConfiguration", shelfArn],
    ["GetPublicAccessBlock", {}, "s3:GetBucketPublicAccessBlock", shelfArn],
  ])("%s %j is %s", async (action, input, right, resource) => {
    expect(await place.attempt(action, input)).toBe(`AccessDenied ${right}`);
    await place.grant(allow(right, resource));
    expect(await place.attempt(action, input)).toBe("done");
  });

  it("is what an upload brings with it", async () => {
    const { attempt, grant } = place;
    const input = { Key: "k", Body: "k", ...digestOf("k"), Tagging: "a=b", ObjectLockLegalHoldStatus: "ON" };
    await grant(allow("s3:PutObject", "*"));
    expect(await attempt("PutObject", input)).toBe("AccessDenied s3:PutObjectLegalHold");
    await grant(allow(["s3:PutObject", "s3:PutObjectLegalHold"], "*"));
    expect(await attempt("PutObject", input)).toBe("AccessDenied s3:PutObjectTagging");
    await grant(allow(["s3:PutObject*"], "*"));
    expect(await attempt("PutObject", input)).toBe("done");
  });

  it("is whether somebody may list what is not there", async () => {
    const { attempt, grant } = place;
    await grant(allow("s3:GetObject", "*"));
    expect(await attempt("GetObject", { Key: "none" })).toBe("AccessDenied s3:ListBucket");
    await grant(allow(["s3:GetObject", "s3:ListBucket"], "*"));
    expect(await attempt("GetObject", { Key: "none" })).toBe("NoSuchKey The specified key does not exist.");
  });

  it("is the listing's prefix", async () => {
    const { attempt, grant } = place;
    await grant(allow("s3:ListBucket", shelfArn, { Condition: { StringLike: { "s3:prefix": "a/*" } } }));
    expect(await attempt("ListObjectsV2", { Prefix: "a/b" })).toBe("done");
    expect(await attempt("ListObjectsV2", { Prefix: "b" })).toBe("AccessDenied s3:ListBucket");
    expect(await attempt("ListObjectsV2")).toBe("AccessDenied s3:ListBucket");
  });

  it("is the bucket's own policy, too", async () => {
    const { attempt, create, grant } = place;
    const toWorker = allow("s3:PutObject", `${shelfArn}/in/*`, { Principal: { AWS: [worker.arn, accountId] } });
    const encrypted = { StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } };
    const deny = { Effect: "Deny", Principal: "*", Action: "s3:PutObject", Resource: `${shelfArn}/*` };
    const policy = JSON.stringify(policyOf(toWorker, { ...deny, Condition: encrypted }));
    await create("aws:s3/bucketPolicy:BucketPolicy", { bucket: "shelf", policy });
    await grant(allow("s3:PutObject", `${shelfArn}/out/*`));
    const kms = { ServerSideEncryption: "aws:kms" };
    expect(await attempt("PutObject", { Key: "in/k", ...kms })).toBe("done");
    expect(await attempt("PutObject", { Key: "out/k", ...kms })).toBe("done");
    expect(await attempt("PutObject", { Key: "out/k" })).toBe("AccessDenied s3:PutObject");
    expect(await attempt("PutObject", { Key: "else", ...kms })).toBe("AccessDenied s3:PutObject");
  });

  it("is the key of what is encrypted, for the object or, with a bucket key, for the bucket", async () => {
    const { attempt, call, grant, keyArn } = place;
    const kms = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: keyArn };
    const s3 = allow("s3:*", "*");
    await grant(s3);
    expect(await attempt("PutObject", { Key: "k", ...kms })).toBe("AccessDenied kms:GenerateDataKey");
    const use = (arn: string, ...actions: readonly string[]) =>
      allow(actions, keyArn, {
        Condition: {
          StringEquals: { "kms:EncryptionContext:aws:s3:arn": arn, "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
        },
      });
    await grant(s3, use(`${shelfArn}/k`, "kms:GenerateDataKey"));
    expect(await attempt("PutObject", { Key: "k", ...kms })).toBe("done");
    expect(await attempt("GetObject", { Key: "k" })).toBe("AccessDenied kms:Decrypt");
    expect(await attempt("PutObject", { Key: "k", BucketKeyEnabled: true, ...kms })).toBe(
      "AccessDenied kms:GenerateDataKey",
    );
    await grant(s3, use(shelfArn, "kms:GenerateDataKey", "kms:Decrypt"));
    expect(await attempt("PutObject", { Key: "k", BucketKeyEnabled: true, ...kms })).toBe("done");
    expect(await attempt("GetObject", { Key: "k" })).toBe("done");
    expect(await call("HeadObject", { Key: "k" })).toMatchObject({ SSEKMSKeyId: keyArn, BucketKeyEnabled: true });
    expect(await attempt("PutObject", { Key: "k", ...kms, SSEKMSKeyId: "alias/none" })).toContain(
      "KMS.NotFoundException",
    );
  });

  it("is the setting aside of governance where a version is governed", async () => {
    const { attempt, call, grant, kernel } = place;
    const ObjectLockRetainUntilDate = new Date(kernel.now() + 1000).toISOString();
    const lock = { ...digestOf("k"), ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate };
    const { VersionId } = await call("PutObject", { Key: "k", Body: "k", ...lock });
    const version = { Key: "k", VersionId };
    await grant(allow("s3:Delete*", "*"));
    const bypass = { BypassGovernanceRetention: true };
    expect(await attempt("DeleteObject", version)).toContain("object protected by object lock");
    expect(await attempt("DeleteObject", { ...version, ...bypass })).toBe("AccessDenied s3:BypassGovernanceRetention");
    const many = { Delete: { Objects: [version] }, ...bypass };
    expect(await attempt("DeleteObjects", many)).toBe("AccessDenied s3:BypassGovernanceRetention");
    await grant(allow(["s3:Delete*", "s3:BypassGovernanceRetention"], "*"));
    expect(await attempt("DeleteObject", { ...version, ...bypass })).toBe("done");
  });
});
