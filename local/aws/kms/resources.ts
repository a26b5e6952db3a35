import { AwsError, notImplemented } from "../../core/errors.ts";
import type { ResourceModel } from "../../core/resource.ts";
import { defineResource, isProperties } from "../inputs.ts";
import type { Reader } from "../inputs.ts";
import type { KeyStore, KmsKey } from "./store.ts";

/** The resource types of KMS over one account's store. */
export function kmsResources(store: KeyStore, accountId: string): readonly ResourceModel[] {
  return [keyModel(store, accountId), replicaKeyModel(store, accountId), aliasModel(store, accountId)];
}

function keyModel(store: KeyStore, accountId: string): ResourceModel {
  return defineResource({
    type: "aws:kms/key:Key",
    honoured: [
      "customerMasterKeySpec",
      "deletionWindowInDays",
      "enableKeyRotation",
      "isEnabled",
      "keyUsage",
      "multiRegion",
      "policy",
    ],
    echoed: ["description", "rotationPeriodInDays", "bypassPolicyLockoutSafetyCheck"],
    create(inputs, { region }) {
      const policy = checkedPolicy(inputs, accountId);
      checkDeletionWindow(inputs);
      const usage = inputs.text("keyUsage") ?? "ENCRYPT_DECRYPT";
      const rotates = inputs.flag("enableKeyRotation") ?? false;
      if (usage !== "ENCRYPT_DECRYPT" && usage !== "GENERATE_VERIFY_MAC") {
        throw notImplemented(`KMS keys of the usage ${usage}`);
      }
      if (rotates && usage !== "ENCRYPT_DECRYPT") {
        throw new AwsError("UnsupportedOperationException", "Only symmetric encryption keys can be rotated.");
      }
      const key = store.createKey({
        region,
        multiRegion: inputs.flag("multiRegion") ?? false,
        spec: inputs.text("customerMasterKeySpec") ?? "SYMMETRIC_DEFAULT",
        usage,
        enabled: inputs.flag("isEnabled") ?? true,
        description: inputs.text("description") ?? "",
      });
      return {
        id: key.keyId,
        outputs: {
          ...outputsOf(key),
          policy,
          customerMasterKeySpec: key.spec,
          enableKeyRotation: rotates,
          isEnabled: key.enabled,
        },
      };
    },
  });
}

function replicaKeyModel(store: KeyStore, accountId: string): ResourceModel {
  return defineResource({
    type: "aws:kms/replicaKey:ReplicaKey",
    honoured: ["primaryKeyArn", "enabled", "policy", "deletionWindowInDays"],
    echoed: ["description", "bypassPolicyLockoutSafetyCheck"],
    create(inputs, { region }) {
      const policy = checkedPolicy(inputs, accountId);
      checkDeletionWindow(inputs);
      const key = store.createReplica({
        region,
        primaryArn: inputs.requiredText("primaryKeyArn"),
        enabled: inputs.flag("enabled") ?? true,
        description: inputs.text("description") ?? "",
      });
      return { id: key.keyId, outputs: { ...outputsOf(key), policy, enabled: key.enabled, keySpec: key.spec } };
    },
  });
}

function aliasModel(store: KeyStore, accountId: string): ResourceModel {
  return defineResource({
    type: "aws:kms/alias:Alias",
    honoured: ["name", "targetKeyId"],
    create(inputs, { region }) {
      const name = inputs.requiredText("name");
      const key = store.createAlias(region, name, inputs.requiredText("targetKeyId"));
      const arn = `arn:aws:kms:${region}:${accountId}:${name}`;
      return { id: name, outputs: { name, arn, targetKeyArn: key.arn, targetKeyId: key.keyId } };
    },
  });
}

function outputsOf(key: KmsKey): Readonly<Record<string, unknown>> {
  return { arn: key.arn, keyId: key.keyId, keyUsage: key.usage, multiRegion: key.multiRegion };
}

function checkDeletionWindow(inputs: Reader): void {
  const days = inputs.number("deletionWindowInDays");
  if (days !== undefined && (days < 7 || days > 30)) {
    throw new AwsError("ValidationException", `${inputs.what}: deletionWindowInDays must be between 7 and 30.`);
  }
}

/**
 * The key policy, which has to leave the key to the account's identity policies: these are all that is judged here, and
 * AWS itself refuses a policy that locks its own account out.
 */
function checkedPolicy(inputs: Reader, accountId: string): string {
  const given = inputs.properties["policy"];
  const policy = isProperties(given) ? JSON.stringify(given) : (inputs.text("policy") ?? defaultPolicy(accountId));
  if (!statementsOf(inputs.what, policy).some((statement) => delegates(statement, accountId))) {
    throw new AwsError(
      "MalformedPolicyDocumentException",
      "The new key policy will not allow you to update the key policy in the future.",
    );
  }
  return policy;
}

function statementsOf(what: string, policy: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(policy);
    if (!isProperties(parsed)) return [];
    const statements = parsed["Statement"];
    return Array.isArray(statements) ? statements : [statements];
  } catch {
    throw new AwsError("MalformedPolicyDocumentException", `${what}: the key policy is not JSON.`);
  }
}

function delegates(statement: unknown, accountId: string): boolean {
  if (!isProperties(statement) || statement["Effect"] !== "Allow") return false;
  const principal = statement["Principal"];
  const named: unknown = isProperties(principal) ? principal["AWS"] : principal;
  const names: readonly unknown[] = Array.isArray(named) ? named : [named];
  const account: readonly unknown[] = [`arn:aws:iam::${accountId}:root`, accountId, "*"];
  return names.some((name) => account.includes(name)) && allowsEverything(statement["Action"]);
}

function allowsEverything(action: unknown): boolean {
  const actions: readonly unknown[] = Array.isArray(action) ? action : [action];
  return actions.includes("kms:*") || actions.includes("*");
}

function defaultPolicy(accountId: string): string {
  const statement = {
    Sid: "EnableRootPermissions",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${accountId}:root` },
    Action: "kms:*",
    Resource: "*",
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
