import type { KeyStore, KmsKey } from "./store.ts";
import { stateOf } from "./key-state.ts";

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
    ...(key.spec === "SYMMETRIC_DEFAULT"
      ? { EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"] }
      : { MacAlgorithms: [key.spec.replace("HMAC_", "HMAC_SHA_")] }),
    MultiRegion: key.multiRegion,
    ...(key.multiRegion && { MultiRegionConfiguration: multiRegionConfiguration(key, replicasOf(key, store)) }),
  };
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
