import type { AuthorizationRequest, Call, ServiceModel } from "../../core/call.ts";
import { AwsError, notImplemented } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import type { ResourceModel } from "../../core/resource.ts";
import { readerOf, refuseUnknown, type Reader } from "../inputs.ts";
import type { KeyUses } from "../kms/key-use.ts";
import { secretResources } from "./resources.ts";
import { createSecretStore, type Secret, type SecretStore, type SecretVersion } from "./store.ts";

/** The model of AWS Secrets Manager. */
export interface SecretsManager {
  readonly service: ServiceModel;
  readonly resources: readonly ResourceModel[];
}

/** Secrets of one account, in all regions. */
export function createSecretsManager(deps: {
  readonly kernel: Kernel;
  readonly accountId: string;
  /** What the use of a secret's key is judged by; without it no key is asked. */
  readonly keys?: KeyUses;
}): SecretsManager {
  const store = createSecretStore(deps.kernel, deps.accountId);
  return {
    service: {
      name: "secretsmanager",
      handle: (call) => handle(store, call),
      authorizations: (call) => authorizations(store, deps.keys, call),
    },
    resources: secretResources(store),
  };
}

const INPUTS: Readonly<Record<string, readonly string[]>> = {
  DescribeSecret: ["SecretId"],
  GetSecretValue: ["SecretId", "VersionId", "VersionStage"],
  PutSecretValue: ["SecretId", "SecretString", "ClientRequestToken"],
};

/** What each call does with the secret's key. Source: user guide, "Secret encryption and decryption". */
const KEY_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  DescribeSecret: [],
  GetSecretValue: ["kms:Decrypt"],
  PutSecretValue: ["kms:GenerateDataKey", "kms:Decrypt"],
};

function readInput(call: Call): Reader {
  const known = Object.hasOwn(INPUTS, call.action) ? INPUTS[call.action] : undefined;
  if (known === undefined) throw notImplemented(`secretsmanager:${call.action}`);
  const input = readerOf(`secretsmanager:${call.action}`, call.input);
  refuseUnknown(input, known);
  return input;
}

function handle(store: SecretStore, call: Call): Readonly<Record<string, unknown>> {
  const input = readInput(call);
  const secret = store.get(call.region, input.requiredText("SecretId"));
  const { arn: ARN, name: Name } = secret;
  switch (call.action) {
    case "GetSecretValue": {
      const { version, stage } = versionOf(secret, input);
      const CreatedDate = version.createdMs / 1000;
      return { ARN, Name, VersionId: version.id, SecretString: version.text, VersionStages: [stage], CreatedDate };
    }
    case "PutSecretValue": {
      const { id } = store.put(secret, input.requiredText("SecretString"), input.text("ClientRequestToken"));
      return { ARN, Name, VersionId: id, VersionStages: ["AWSCURRENT"] };
    }
    default:
      return described(secret);
  }
}

function versionOf(
  { current, previous }: Secret,
  input: Reader,
): { readonly version: SecretVersion; readonly stage: string } {
  const id = input.text("VersionId");
  const stage = input.text("VersionStage") ?? (id === undefined ? "AWSCURRENT" : undefined);
  const versions = [
    { version: current, stage: "AWSCURRENT" },
    { version: previous, stage: "AWSPREVIOUS" },
  ];
  for (const found of versions) {
    const { version } = found;
    if (version === undefined || (id !== undefined && version.id !== id)) continue;
    if (stage === undefined || found.stage === stage) return { version, stage: found.stage };
  }
  const wanted = stage === undefined ? `VersionId: ${id ?? ""}` : `staging label: ${stage}`;
  throw new AwsError(
    "ResourceNotFoundException",
    `Secrets Manager can't find the specified secret value for ${wanted}`,
  );
}

function described({ arn, name, description, key, createdMs, changedMs, tags, current, previous }: Secret) {
  return {
    ARN: arn,
    Name: name,
    ...(description !== "" && { Description: description }),
    ...(key !== undefined && { KmsKeyId: key }),
    CreatedDate: createdMs / 1000,
    LastChangedDate: changedMs / 1000,
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    VersionIdsToStages: {
      ...(current !== undefined && { [current.id]: ["AWSCURRENT"] }),
      ...(previous !== undefined && { [previous.id]: ["AWSPREVIOUS"] }),
    },
  };
}

/** What IAM is asked about a call: the secret, and its key in the caller's name. */
function authorizations(store: SecretStore, keys: KeyUses | undefined, call: Call): readonly AuthorizationRequest[] {
  const action = `secretsmanager:${call.action}`;
  const secret = store.get(call.region, readInput(call).requiredText("SecretId"));
  const asked = { action, resource: secret.arn, context: {}, resourceTags: secret.tags };
  if (keys === undefined || secret.key === undefined) return [asked];
  const use = {
    region: call.region,
    key: secret.key,
    actions: KEY_ACTIONS[call.action] ?? [],
    service: "secretsmanager",
    encryptionContext: { SecretARN: secret.arn },
  };
  return [asked, ...keys(use)];
}
