import { Malformed, NotKnown } from "../core/reader.ts";
import type { Resource, Stack } from "../core/rule.ts";
import type { PolicyDocument } from "./document.ts";
import { handsOnAnyRole } from "./escalation.ts";
import { identityDocuments } from "./identity.ts";

/** All documents that a role has in this stack: its own, those put into it, those of the policies attached to it. */
export function documentsOfRole(role: Resource, stack: Stack): readonly PolicyDocument[] {
  const put = stack.referringTo(role, "role", "aws:iam/rolePolicy:RolePolicy");
  const attached = [
    ...stack.referringTo(role, "role", "aws:iam/rolePolicyAttachment:RolePolicyAttachment"),
    ...stack.referringTo(role, "roles", "aws:iam/policyAttachment:PolicyAttachment"),
  ].flatMap((attachment) => stack.referredBy(attachment, "policyArn", "aws:iam/policy:Policy") ?? []);
  return [role, ...put, ...attached].flatMap(identityDocuments);
}

const passing = new WeakMap<Stack, boolean>();

/**
 * Whether a policy of this stack, or what is not known of one, may hand on any role. Few stacks have one; the others
 * are spared the search for the policies of each role.
 */
export function mayHandOnAnyRole(role: Resource, stack: Stack): boolean {
  const known = passing.get(stack);
  const inStack =
    known ?? stack.ofType("aws:iam/rolePolicy:RolePolicy", "aws:iam/policy:Policy").some(handsOnOrIsNotKnown);
  if (known === undefined) passing.set(stack, inStack);
  return inStack || handsOnOrIsNotKnown(role);
}

function handsOnOrIsNotKnown(resource: Resource): boolean {
  try {
    return identityDocuments(resource).some(({ statements }) => handsOnAnyRole(statements));
  } catch (thrown) {
    if (thrown instanceof NotKnown) return true;
    // A malformed document is said of its own resource.
    if (thrown instanceof Malformed) return false;
    throw thrown;
  }
}
