/** Every type of resource that is a customer's key. */
export const KEY_TYPES = [
  "aws:kms/key:Key",
  "aws:kms/replicaKey:ReplicaKey",
  "aws:kms/externalKey:ExternalKey",
  "aws:kms/replicaExternalKey:ReplicaExternalKey",
] as const;

/** The types that carry a key's policy. */
export const POLICY_TYPES = [...KEY_TYPES, "aws:kms/keyPolicy:KeyPolicy"] as const;
