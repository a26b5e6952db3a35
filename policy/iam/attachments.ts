import { NotKnown, UNKNOWN } from "../core/reader.ts";
import type { Resource, Stack } from "../core/rule.ts";

const PROPERTIES: Readonly<Record<string, "policyArn" | "policyArns" | "managedPolicyArns">> = {
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "policyArn",
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": "policyArn",
  "aws:iam/policyAttachment:PolicyAttachment": "policyArn",
  "aws:iam/role:Role": "managedPolicyArns",
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": "policyArns",
  "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive": "policyArns",
};

/** The types that attach managed policies to roles and groups. Those of users are a fault as such. */
export const ATTACHMENT_TYPES: readonly string[] = Object.keys(PROPERTIES);

/**
 * The names of AWS's own policies that this resource attaches, without their paths. An ARN that is not known yet is
 * no policy of AWS where the program made it from one of its own; else it throws `NotKnown`.
 */
export function attachedOfAws(resource: Resource, stack: Stack): readonly string[] {
  const property = PROPERTIES[resource.type] ?? "policyArn";
  const value = rawOrUnknown(resource, property);
  const arns: readonly unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const names = arns.flatMap((arn) => (typeof arn === "string" ? nameOfAws(arn) : []));
  if (names.length > 0 || !arns.includes(UNKNOWN)) return names;
  if (stack.referredBy(resource, property, "aws:iam/policy:Policy") !== undefined) return [];
  throw new NotKnown(property);
}

function rawOrUnknown({ read }: Resource, property: string): unknown {
  try {
    return read.raw(property);
  } catch (thrown) {
    if (thrown instanceof NotKnown) return UNKNOWN;
    throw thrown;
  }
}

function nameOfAws(arn: string): readonly string[] {
  const name = /^arn:[^:]*:iam::aws:policy\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
  return name === undefined ? [] : [name];
}
