import type { AuthorizationRequest, Caller } from "../../core/call.ts";
import type { Decision } from "./decision.ts";

/** What a principal was seen doing: the ground on which least privilege can be proven. */
export interface ActionUsage {
  /** A role's ARN, root's, or a service such as "apigateway.amazonaws.com". */
  readonly principal: string;
  /** "dynamodb" */
  readonly service: string;
  readonly action: string;
  readonly resources: readonly string[];
  /** The condition keys that the calls carried, with the values seen. */
  readonly conditions: Readonly<Record<string, readonly string[]>>;
  readonly allowed: number;
  readonly denied: number;
  /** How often by what: "allowed: identity-based policy", "denied: no permissions boundary". */
  readonly outcomes: Readonly<Record<string, number>>;
  /** More resources, keys or values were seen than are named. */
  readonly truncated: boolean;
}

/** Counts judged requests by principal and action. */
export interface UsageLedger {
  add(caller: Caller, request: AuthorizationRequest, decision: Decision): void;
  list(): readonly ActionUsage[];
  /** Forgets what was seen so far. */
  clear(): void;
}

/** What is remembered by name, for each principal and action; whatever comes on top is counted alone. */
const LIMITS = { entries: 5_000, resources: 500, keys: 50, values: 50, valueLength: 256 };

interface Entry {
  readonly principal: string;
  readonly action: string;
  readonly resources: Set<string>;
  readonly conditions: Map<string, Set<string>>;
  readonly outcomes: Map<string, number>;
  allowed: number;
  denied: number;
  truncated: boolean;
}

/** Creates an empty ledger. */
export function createUsageLedger(): UsageLedger {
  const byPrincipal = new Map<string, Map<string, Entry>>();
  let entries = 0;

  function entryOf(principal: string, action: string): Entry | undefined {
    let actions = byPrincipal.get(principal);
    const known = actions?.get(action);
    if (known !== undefined || entries >= LIMITS.entries) return known;
    if (actions === undefined) {
      actions = new Map();
      byPrincipal.set(principal, actions);
    }
    const counts = { allowed: 0, denied: 0, truncated: false };
    const entry = { principal, action, resources: new Set<string>(), conditions: new Map(), outcomes: new Map() };
    const fresh: Entry = { ...entry, ...counts };
    actions.set(action, fresh);
    entries += 1;
    return fresh;
  }

  return {
    add(caller, { action, resource, context, via }, decision) {
      const entry = entryOf(principalOf(caller), action);
      if (entry === undefined) return;
      if (!remember(entry.resources, resource, LIMITS.resources)) entry.truncated = true;
      for (const key in context) addValues(entry, key, context[key] ?? []);
      if (via !== undefined) addValues(entry, "kms:ViaService", [via]);
      if (decision.allowed) entry.allowed += 1;
      else entry.denied += 1;
      const outcome = outcomeOf(decision);
      entry.outcomes.set(outcome, (entry.outcomes.get(outcome) ?? 0) + 1);
    },
    list: () => [...byPrincipal.values()].flatMap((actions) => [...actions.values()].map(shown)),
    clear() {
      byPrincipal.clear();
      entries = 0;
    },
  };
}

function principalOf(caller: Caller): string {
  if (caller.kind === "role") return caller.roleArn;
  return caller.kind === "service" ? caller.principal : caller.arn;
}

function addValues(entry: Entry, key: string, values: readonly string[]): void {
  let seen = entry.conditions.get(key);
  if (seen === undefined) {
    if (entry.conditions.size >= LIMITS.keys) {
      entry.truncated = true;
      return;
    }
    seen = new Set();
    entry.conditions.set(key, seen);
  }
  for (const value of values) {
    const shortened = value.length > LIMITS.valueLength ? `${value.slice(0, LIMITS.valueLength)}…` : value;
    if (!remember(seen, shortened, LIMITS.values)) entry.truncated = true;
  }
}

function remember(set: Set<string>, value: string, most: number): boolean {
  if (set.has(value)) return true;
  if (set.size >= most) return false;
  set.add(value);
  return true;
}

function outcomeOf(decision: Decision): string {
  if (decision.allowed) return `allowed: ${decision.by}`;
  return decision.explicit ? `denied: explicit deny in ${decision.by}` : `denied: no ${decision.by}`;
}

function shown(entry: Entry): ActionUsage {
  const { principal, action, allowed, denied, truncated } = entry;
  return {
    principal,
    service: action.slice(0, action.indexOf(":")),
    action,
    resources: [...entry.resources].toSorted(),
    conditions: Object.fromEntries([...entry.conditions].map(([key, values]) => [key, [...values].toSorted()])),
    allowed,
    denied,
    outcomes: Object.fromEntries(entry.outcomes),
    truncated,
  };
}
