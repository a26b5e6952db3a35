import type { Properties } from "../../core/fixtures.ts";

const root = {
  Sid: "OwnersPoliciesDecide",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: "kms:*",
  Resource: "*",
};

/** A policy that gives the account's own policies the say, and one role the use of the key. */
const policy = {
  Version: "2012-10-17",
  Statement: [
    root,
    {
      Sid: "Use",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111122223333:role/orders" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: "*",
    },
  ],
};

/** That policy with these changes of its second statement. */
export function policyWith(change: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ ...policy, Statement: [root, { ...policy.Statement[1], ...change }] });
}

/** A key that every rule of the pack is content with. */
export const key: Properties = {
  description: "orders",
  enableKeyRotation: true,
  deletionWindowInDays: 30,
  policy: JSON.stringify(policy),
};

/** A policy as a resource of its own. */
export const keyPolicy: Properties = {
  keyId: "0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a",
  policy: JSON.stringify(policy),
};

/** A multi-region key's replica. */
export const replicaKey: Properties = {
  primaryKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/mrk-0b5e9d6c6d3c4a539f9c1f2e3d4c5b6a",
  deletionWindowInDays: 30,
  policy: JSON.stringify(policy),
};

/** A key of imported material. */
export const externalKey: Properties = { description: "imported", deletionWindowInDays: 30 };

/** A replica of such a key. */
export const replicaExternalKey: Properties = {
  primaryKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/mrk-0b5e9d6c6d3c4a539f9c1f2e3d4c5b6a",
  deletionWindowInDays: 30,
};

/** A grant to a role, for use alone. */
export const grant: Properties = {
  keyId: "0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a",
  granteePrincipal: "arn:aws:iam::111122223333:role/orders",
  operations: ["Decrypt", "GenerateDataKey"],
};
