import type { KeyStore, KmsKey } from "./store.ts";
import { stateOf } from "./key-state.ts";
import { SIGNING_ALGORITHM } from "./signatures.ts";

type Output = Readonly<Record<string, unknown>>;

/** KeyMetadata of a key, as DescribeKey, CreateKey and ReplicateKey give it. */
export function describeKey(key: KmsKey, store: KeyStore, accountId: string): Output {
  const { deletion } = key;
  return {
    AWSAccountId: accountId,
    KeyId: key.keyId,
    Arn: key.arn,
    CreationDate: key.createdAt / 1000,
    Enabled: key.enabled,
    Description: key.description,
    KeyUsage: key.usage,
    KeyState: stateOf(key),
    ...(deletion?.at !== undefined && { DeletionDate: deletion.at / 1000 }),
    ...(deletion !== undefined && deletion.at === undefined && { PendingDeletionWindowInDays: deletion.windowDays }),
    Origin: "AWS_KMS",
    KeyManager: "CUSTOMER",
    KeySpec: key.spec,
    CustomerMasterKeySpec: key.spec,
    ...algorithmsOf(key),
    MultiRegion: key.multiRegion,
    ...(key.multiRegion && { MultiRegionConfiguration: multiRegionConfiguration(key, replicasOf(key, store)) }),
  };
}

function algorithmsOf({ spec, usage }: KmsKey): Output {
  if (usage === "SIGN_VERIFY") return { SigningAlgorithms: [SIGNING_ALGORITHM] };
  return spec === "SYMMETRIC_DEFAULT"
    ? { EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"] }
    : { MacAlgorithms: [spec.replace("HMAC_", "HMAC_SHA_")] };
}

function replicasOf(key: KmsKey, store: KeyStore): readonly KmsKey[] {
  return store.everywhere(key.keyId).filter(({ region }) => region !== key.primaryRegion);
}

function multiRegionConfiguration(key: KmsKey, replicas: readonly KmsKey[]): Output {
  return {
    MultiRegionKeyType: key.region === key.primaryRegion ? "PRIMARY" : "REPLICA",
    PrimaryKey: { Arn: primaryArn(key), Region: key.primaryRegion },
    ReplicaKeys: replicas.map(({ arn, region }) => ({ Arn: arn, Region: region })),
  };
}

/** The ARN of the primary key that a key is, or replicates. */
export function primaryArn({ arn, region, primaryRegion }: KmsKey): string {
  return arn.replace(`:${region}:`, `:${primaryRegion}:`);
}
