import { count } from "../text.ts";
import type { CellDifference, RoleDifference } from "./difference.ts";
import { grantText, type RoleGrants } from "./grants.ts";

/** Every role with its grants, for people. */
export function rolesText(roles: readonly RoleGrants[]): readonly string[] {
  return roles.flatMap(({ stack, role, assumedBy, grants }) => [
    `${stack}  ${role}, assumed by ${assumedBy.join(", ")}`,
    ...grants.map((grant) => `    ${grantText(grant)}`),
    "",
  ]);
}

/** What a change adds (+) and removes (-), for people. */
export function differencesText(changed: readonly RoleDifference[], since: string): readonly string[] {
  if (changed.length === 0) return [`No role may do more or less than at ${since}.`, ""];
  const added = changed.reduce((sum, one) => sum + one.added.length, 0);
  const removed = changed.reduce((sum, one) => sum + one.removed.length, 0);
  return [
    `Since ${since}: ${count(changed.length, "role")} changed, ${count(added, "grant")} more, ${removed} less.`,
    "",
    ...changed.flatMap(({ stack, role, status, ...parts }) => [
      `${stack}  ${role}${status === "changed" ? "" : `, ${status}`}`,
      ...parts.assumedByAdded.map((who) => `  + assumed by ${who}`),
      ...parts.assumedByRemoved.map((who) => `  - assumed by ${who}`),
      ...parts.added.map((grant) => `  + ${grantText(grant)}`),
      ...parts.removed.map((grant) => `  - ${grantText(grant)}`),
      "",
    ]),
  ];
}

/** Where cells differ, for people. */
export function unequalText(unequal: readonly CellDifference[]): readonly string[] {
  if (unequal.length === 0) return ["The cells grant the same."];
  return [
    "The cells do not grant the same:",
    ...unequal.flatMap(({ role, cell, other, only }) => [
      `  ${role}: in ${cell}, not in ${other}`,
      ...only.map((text) => `    ${text}`),
    ]),
  ];
}
