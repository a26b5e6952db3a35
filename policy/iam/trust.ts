import type { Reader } from "../core/reader.ts";
import { documentAt, type Condition, type Statement } from "./document.ts";

/** The type that has a trust policy. */
export const ROLE = "aws:iam/role:Role";

/** The statements of a role's trust policy. */
export function trustOf(read: Reader): readonly Statement[] {
  return documentAt(read, "assumeRolePolicy")?.statements ?? [];
}

/** Whether this condition holds for certain values only: it equals or matches, needs its key, and is no `*`. */
export function isFixed({ operator, ifExists, set, values }: Condition): boolean {
  if (ifExists || set === "all" || values.length === 0) return false;
  if (!/^(string(equals|equalsignorecase|like)|arn(equals|like)|bool|ipaddress)$/.test(operator)) return false;
  return values.every((value) => !/^[*?]*$/.test(value));
}

/**
 * Whether a trust says which of an account's principals, or on whose behalf: an external id, an organization, a name,
 * a tag.
 */
export function isTrustNarrowed({ conditions }: Statement): boolean {
  return conditions.some(
    (condition) =>
      isFixed(condition) && (NAMES_WHO.has(condition.key) || condition.key.startsWith("aws:principaltag/")),
  );
}

const NAMES_WHO: ReadonlySet<string> = new Set([
  "sts:externalid",
  "sts:sourceidentity",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:principalarn",
  "aws:userid",
  "aws:multifactorauthpresent",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:sourceip",
]);

/** Whether the statement lets an identity provider's users take the role on by this action. */
export function allowsFederation({ actions }: Statement, action: string): boolean {
  return actions.some((one) => one.toLowerCase() === action.toLowerCase() || /^(\*|sts:\*)$/i.test(one));
}
