import { hostname, userInfo } from "node:os";

/** How an operator is called in the authority's history: "operator alice on laptop". */
export function operatorName(variables: Readonly<Record<string, string | undefined>>): string {
  return `operator ${variables["CELLS_OPERATOR"] ?? `${user()} on ${hostname()}`}`;
}

/** A container may run under a user without a name. */
function user(): string {
  try {
    return userInfo().username;
  } catch {
    return "unknown";
  }
}
