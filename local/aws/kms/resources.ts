import type { CheckFailure, Existing, InputRule, Properties, ResourceModel } from "../../core/resource.ts";
import { defineResource, isProperties } from "../inputs.ts";
import type { Reader } from "../inputs.ts";
import { rootCaller } from "../principals.ts";
import { arn, between, lengthBetween, oneOf } from "../rules.ts";
import { aliasModel } from "./alias-resource.ts";
import { primaryArn } from "./key-description.ts";
import { defaultKeyPolicy } from "./key-policy.ts";
import { requireEnabled, requireRotatable, unrotatable } from "./key-state.ts";
import { requireManageable } from "./lockout.ts";
import { type KeyStore, type KmsKey, rotationDaysDefault } from "./store.ts";

/** The resource types of KMS over one account's store. */
export function kmsResources(store: KeyStore, accountId: string): readonly ResourceModel[] {
  return [keyModel(store, accountId), replicaKeyModel(store, accountId), aliasModel(store, accountId)];
}

const windowDaysDefault = 30;

/** What keys and replicas have in common. */
const ownInputs: Readonly<Record<string, InputRule>> = {
  bypassPolicyLockoutSafetyCheck: { default: false },
  description: { computed: true, ...lengthBetween(0, 8192) },
  policy: { json: true, computed: true },
};

/** All that AWS knows; the local cloud makes keys of the first five, and ECC_NIST_P256. */
const keySpecs = [
  "SYMMETRIC_DEFAULT",
  "HMAC_224",
  "HMAC_256",
  "HMAC_384",
  "HMAC_512",
  "RSA_2048",
  "RSA_3072",
  "RSA_4096",
  "ECC_NIST_P256",
  "ECC_NIST_P384",
  "ECC_NIST_P521",
  "ECC_SECG_P256K1",
  "ECC_NIST_EDWARDS25519",
  "ML_DSA_44",
  "ML_DSA_65",
  "ML_DSA_87",
  "SM2",
];

const keyInputs: Readonly<Record<string, InputRule>> = {
  ...ownInputs,
  customerMasterKeySpec: {
    replaces: true,
    default: "SYMMETRIC_DEFAULT",
    ...oneOf(...keySpecs),
  },
  deletionWindowInDays: between(7, 30),
  enableKeyRotation: { default: false },
  isEnabled: { default: true },
  keyUsage: {
    replaces: true,
    default: "ENCRYPT_DECRYPT",
    ...oneOf("SIGN_VERIFY", "ENCRYPT_DECRYPT", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"),
  },
  multiRegion: { replaces: true, computed: true },
  rotationPeriodInDays: { computed: true, ...between(90, 2560) },
};

function keyModel(store: KeyStore, accountId: string): ResourceModel {
  return defineResource({
    type: "aws:kms/key:Key",
    inputs: keyInputs,
    check: checkRotation,
    create(inputs, { region }) {
      const wanted = wantedOf(inputs, "isEnabled", accountId);
      const spec = inputs.text("customerMasterKeySpec") ?? "SYMMETRIC_DEFAULT";
      const enabled = inputs.flag("enableKeyRotation") ?? false;
      if (enabled && spec !== "SYMMETRIC_DEFAULT") throw unrotatable(spec);
      const multiRegion = inputs.flag("multiRegion") ?? false;
      const key = store.createKey({
        ...wanted,
        region,
        multiRegion,
        spec,
        usage: inputs.text("keyUsage") ?? "ENCRYPT_DECRYPT",
      });
      const periodDays = inputs.number("rotationPeriodInDays") ?? rotationDaysDefault;
      Object.assign(key.rotation, { enabled, periodDays });
      return { id: key.keyId, outputs: keyOutputs(key, inputs.properties) };
    },
    read(existing) {
      const key = standing(store, existing);
      return key && keyOutputs(key, existing.inputs);
    },
    update(inputs, existing) {
      const { key } = store.resolve(existing.region, existing.id);
      const wanted = wantedOf(inputs, "isEnabled", accountId, key.policy);
      const enabled = inputs.flag("enableKeyRotation") ?? false;
      const periodDays = inputs.number("rotationPeriodInDays") ?? key.rotation.periodDays;
      if (enabled !== key.rotation.enabled || (enabled && periodDays !== key.rotation.periodDays)) {
        // A key that is to be enabled is so first, one that is to be disabled last: in between it is.
        requireEnabled({ ...key, enabled: key.enabled || wanted.enabled });
        requireRotatable(key);
      }
      change(key, wanted);
      Object.assign(key.rotation, { enabled, periodDays });
      return keyOutputs(key, inputs.properties);
    },
    delete: (existing) => bury(store, existing),
  });
}

function checkRotation(inputs: Properties, unknowns: ReadonlySet<string>): readonly CheckFailure[] {
  const isRotation = inputs["enableKeyRotation"] !== undefined || unknowns.has("enableKeyRotation");
  if (inputs["rotationPeriodInDays"] === undefined || isRotation) return [];
  const reason = "all of `enable_key_rotation,rotation_period_in_days` must be specified";
  return [{ property: "rotationPeriodInDays", reason }];
}

function replicaKeyModel(store: KeyStore, accountId: string): ResourceModel {
  return defineResource({
    type: "aws:kms/replicaKey:ReplicaKey",
    inputs: {
      ...ownInputs,
      deletionWindowInDays: { default: windowDaysDefault, ...between(7, 30) },
      enabled: { default: true },
      primaryKeyArn: { required: true, replaces: true, ...arn },
    },
    create(inputs, { region }) {
      const primary = inputs.requiredText("primaryKeyArn");
      const key = store.createReplica({ ...wantedOf(inputs, "enabled", accountId), region, primaryArn: primary });
      return { id: key.keyId, outputs: replicaOutputs(key) };
    },
    read(existing) {
      const key = standing(store, existing);
      return key && replicaOutputs(key);
    },
    update(inputs, existing) {
      const { key } = store.resolve(existing.region, existing.id);
      change(key, wantedOf(inputs, "enabled", accountId, key.policy));
      return replicaOutputs(key);
    },
    delete: (existing) => bury(store, existing),
  });
}

type Wanted = Pick<KmsKey, "enabled" | "description" | "policy" | "tags">;

/** What can be changed in place. Throws where the policy would lock the account out. */
function wantedOf(inputs: Reader, enabledName: string, accountId: string, standingPolicy?: string): Wanted {
  const given = inputs.properties["policy"];
  const fallback = standingPolicy ?? defaultKeyPolicy(accountId);
  const policy = isProperties(given) ? JSON.stringify(given) : (inputs.text("policy") ?? fallback);
  requireManageable(policy, rootCaller(accountId), inputs.flag("bypassPolicyLockoutSafetyCheck") ?? false);
  return {
    policy,
    enabled: inputs.flag(enabledName) ?? true,
    description: inputs.text("description") ?? "",
    tags: new Map(Object.entries(inputs.strings("tags"))),
  };
}

function change(key: KmsKey, wanted: Wanted): void {
  Object.assign(key, wanted);
}

/** A key that is to be deleted is gone for its resource. */
function standing(store: KeyStore, { region, id }: Existing): KmsKey | undefined {
  const key = store.find(region, id);
  return key?.deletion === undefined ? key : undefined;
}

function bury(store: KeyStore, existing: Existing): void {
  const key = standing(store, existing);
  const days = existing.inputs["deletionWindowInDays"];
  if (key !== undefined) store.scheduleDeletion(key, typeof days === "number" ? days : windowDaysDefault);
}

function keyOutputs(key: KmsKey, inputs: Properties): Properties {
  const { rotation } = key;
  return {
    ...commonOutputs(key),
    customerMasterKeySpec: key.spec,
    enableKeyRotation: rotation.enabled,
    isEnabled: key.enabled,
    multiRegion: key.multiRegion,
    rotationPeriodInDays: rotation.enabled ? rotation.periodDays : inputs["rotationPeriodInDays"],
  };
}

function replicaOutputs(key: KmsKey): Properties {
  return {
    ...commonOutputs(key),
    enabled: key.enabled,
    keyRotationEnabled: key.rotation.enabled,
    keySpec: key.spec,
    primaryKeyArn: primaryArn(key),
  };
}

function commonOutputs(key: KmsKey): Properties {
  const tags = Object.fromEntries(key.tags);
  return {
    arn: key.arn,
    description: key.description,
    keyId: key.keyId,
    keyUsage: key.usage,
    policy: key.policy,
    tags,
    tagsAll: tags,
  };
}
