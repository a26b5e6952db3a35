import type { AuthorizationRequest } from "../../core/call.ts";
import type { Verdict } from "./evaluation.ts";

/** What a role was seen doing: the ground on which least privilege can be proven. */
export interface ActionUsage {
  readonly roleArn: string;
  readonly action: string;
  readonly resources: readonly string[];
  /** The condition keys that the calls carried. */
  readonly conditionKeys: readonly string[];
  readonly allowed: number;
  readonly denied: number;
}

/** Counts a role's judged requests by action. */
export interface UsageRecord {
  add(request: AuthorizationRequest, verdict: Verdict): void;
  list(): readonly ActionUsage[];
}

/** Distinct resources remembered for each action of a role; further ones are counted but not named. */
const RESOURCES_MAX = 1_000;

/** Creates the empty record of one role. */
export function createUsageRecord(roleArn: string): UsageRecord {
  const byAction = new Map<
    string,
    { resources: Set<string>; conditionKeys: Set<string>; allowed: number; denied: number }
  >();
  return {
    add({ action, resource, context }, verdict) {
      let entry = byAction.get(action);
      if (entry === undefined) {
        entry = { resources: new Set(), conditionKeys: new Set(), allowed: 0, denied: 0 };
        byAction.set(action, entry);
      }
      if (entry.resources.size < RESOURCES_MAX) entry.resources.add(resource);
      for (const key in context) entry.conditionKeys.add(key);
      if (verdict === "allowed") entry.allowed += 1;
      else entry.denied += 1;
    },
    list: () =>
      [...byAction].map(([action, entry]) => ({
        roleArn,
        action,
        resources: [...entry.resources].toSorted(),
        conditionKeys: [...entry.conditionKeys].toSorted(),
        allowed: entry.allowed,
        denied: entry.denied,
      })),
  };
}
