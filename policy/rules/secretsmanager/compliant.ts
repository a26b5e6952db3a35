import type { Companion, Properties } from "../../core/fixtures.ts";

/** A customer's key. */
const key = "arn:aws:kms:eu-west-1:111122223333:key/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a";

/** A secret that, with its rotation, every rule of the pack is content with. */
export const secret: Properties = { name: "orders/database", kmsKeyId: key, recoveryWindowInDays: 30 };

/** The secret's rotation. */
export const rotation: Properties = {
  secretId: "orders/database",
  rotationLambdaArn: "arn:aws:lambda:eu-west-1:111122223333:function:rotate",
  rotationRules: { automaticallyAfterDays: 30 },
};

/** The rotation beside its secret. */
export const rotated: readonly Companion[] = [
  { type: "aws:secretsmanager/secretRotation:SecretRotation", name: "rotation", properties: rotation },
];

/** The secret's policy for these principals, perhaps on a condition. */
export function policyFor(principal: unknown, condition?: unknown): string {
  const granted = {
    Effect: "Allow",
    Principal: principal,
    Action: "secretsmanager:GetSecretValue",
    Resource: "*",
    ...(condition === undefined ? {} : { Condition: condition }),
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [granted] });
}

/** The secret's policy as a resource of its own. */
export const secretPolicy: Properties = {
  secretArn: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders/database-AbCdEf",
  policy: policyFor({ AWS: "arn:aws:iam::111122223333:role/orders" }),
  blockPublicPolicy: true,
};
