import { beforeEach, describe, expect, it } from "vitest";
import { createKms } from "../../../../../local/aws/kms/index.ts";
import { createSecretsManager, type SecretsManager } from "../../../../../local/aws/secretsmanager/index.ts";
import { createVirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { accountId, callOf, register } from "../account.ts";

const TYPE = "aws:secretsmanager/secret:Secret";
let secrets: SecretsManager;
let arn: string;
let key: string;

beforeEach(async () => {
  const kernel = createVirtualKernel(5);
  const kms = createKms({ kernel, accountId });
  const made = await register(kms.resources, "aws:kms/key:Key", {});
  key = String(made.outputs["arn"]);
  secrets = createSecretsManager({ kernel, accountId, keys: kms.keys });
  arn = (await register(secrets.resources, TYPE, { name: "prod-eu-bank", kmsKeyId: key })).id;
});

const call = async (action: string, input: object = {}) =>
  secrets.service.handle(callOf("secretsmanager", action, { SecretId: "prod-eu-bank", ...input }));

describe("a secret", () => {
  it("has an ARN that nobody can guess, and no value until one is put", async () => {
    expect(arn).toMatch(/^arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod-eu-bank-[0-9a-f]{6}$/);
    await expect(call("GetSecretValue")).rejects.toMatchObject({
      code: "ResourceNotFoundException",
      message: "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
    });
  });

  it("gives what was put last, by name and by ARN, and keeps the one before", async () => {
    const first = await call("PutSecretValue", { SecretString: "one" });
    await call("PutSecretValue", { SecretString: "two" });
    expect(await call("GetSecretValue")).toMatchObject({ SecretString: "two", VersionStages: ["AWSCURRENT"] });
    expect(await call("GetSecretValue", { SecretId: arn })).toMatchObject({ ARN: arn, SecretString: "two" });
    expect(await call("GetSecretValue", { VersionStage: "AWSPREVIOUS" })).toMatchObject({ SecretString: "one" });
    expect(await call("GetSecretValue", { VersionId: first["VersionId"] })).toMatchObject({ SecretString: "one" });
    const { VersionIdsToStages: stages } = await call("DescribeSecret");
    expect(Object.values(stages ?? {})).toEqual([["AWSCURRENT"], ["AWSPREVIOUS"]]);
  });

  it("takes the same token once, and never for another value", async () => {
    const put = (SecretString: string) => call("PutSecretValue", { SecretString, ClientRequestToken: "token" });
    expect(await put("one")).toEqual(await put("one"));
    await expect(put("two")).rejects.toMatchObject({ code: "ResourceExistsException" });
  });

  it.each<[string, object, string]>([
    ["GetSecretValue", { SecretId: "nobody" }, "ResourceNotFoundException"],
    ["PutSecretValue", { SecretString: "x", SecretBinary: "eA==" }, "NotImplemented"],
    ["RotateSecret", {}, "NotImplemented"],
  ])("%s of %j is refused", async (action, input, code) => {
    await expect(call(action, input)).rejects.toMatchObject({ code });
  });

  it("asks for its key in its reader's and its writer's name", () => {
    const put = { SecretId: arn, SecretString: "x" };
    const asked = (action: string) =>
      secrets.service
        .authorizations(callOf("secretsmanager", action, action === "GetSecretValue" ? { SecretId: arn } : put))
        .map(({ action, resource, via }) => [action, resource, via]);
    const via = "secretsmanager.eu-west-1.amazonaws.com";
    expect(asked("PutSecretValue").map(([action]) => action)).toEqual([
      "secretsmanager:PutSecretValue",
      "kms:GenerateDataKey",
      "kms:Decrypt",
    ]);
    expect(asked("GetSecretValue")).toEqual([
      ["secretsmanager:GetSecretValue", arn, undefined],
      ["kms:Decrypt", key, via],
    ]);
  });

  it("is refused a name twice, a window that AWS does not know, and replicas", async () => {
    await expect(register(secrets.resources, TYPE, { name: "prod-eu-bank" })).rejects.toMatchObject({
      code: "ResourceExistsException",
    });
    await expect(register(secrets.resources, TYPE, { name: "b", recoveryWindowInDays: 3 })).rejects.toThrow(
      "recoveryWindowInDays: expected 0, or it to be in the range (7 - 30), got 3",
    );
    await expect(register(secrets.resources, TYPE, { name: "b", replicas: [{ region: "x" }] })).rejects.toThrow(
      "replicas",
    );
  });
});
