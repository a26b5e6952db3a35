import type { Properties } from "../../core/resource.ts";
import { compileStatement, section } from "./statement.ts";
import type { Matcher } from "./statement.ts";
import { invalidField } from "./refusals.ts";

/** What a web ACL says of a request. */
export type Verdict = "allow" | "block";

interface Rule {
  readonly name: string;
  readonly priority: number;
  readonly verdict: Verdict;
  readonly matches: Matcher;
}

/** A web ACL, as far as it is modelled. */
export interface WebAcl {
  readonly judge: (headers: Headers) => Verdict;
  /** The rules that never match locally: managed groups, rates, places, counts. */
  readonly ignoredRules: readonly string[];
}

/** Compiles a web ACL: rules in the order of their priority, the first that matches decides, else the default. */
export function compileWebAcl(inputs: Properties): WebAcl {
  const byDefault = verdictOf(inputs["defaultAction"]);
  if (byDefault === undefined) {
    throw oneValue("DEFAULT_ACTION", "DefaultAction");
  }
  const declared = Array.isArray(inputs["rules"]) ? inputs["rules"].map(section) : [];
  refuseSamePriority(declared);
  for (const { action, overrideAction } of declared) {
    if ((action === undefined) === (overrideAction === undefined)) throw oneValue("RULE_ACTION", "RuleAction");
  }
  const rules = declared.map(compileRule).filter((rule) => rule !== undefined);
  const ordered = rules.toSorted((left, right) => left.priority - right.priority);
  const modelled = new Set(rules.map((rule) => rule.name));
  return {
    judge: (headers) => ordered.find((rule) => rule.matches(headers))?.verdict ?? byDefault,
    ignoredRules: declared.map((rule) => String(rule["name"])).filter((name) => !modelled.has(name)),
  };
}

function compileRule(rule: Properties): Rule | undefined {
  const verdict = verdictOf(rule["action"]);
  const matches = compileStatement(rule["statement"]);
  if (verdict === undefined || matches === undefined) {
    return undefined;
  }
  return { name: String(rule["name"]), priority: Number(rule["priority"]), verdict, matches };
}

function refuseSamePriority(rules: readonly Properties[]): void {
  const priorities = rules.map((rule) => rule["priority"]);
  if (new Set(priorities).size < priorities.length) {
    throw invalidField("Rule priorities must be unique.", "RULE", "Priority");
  }
}

function verdictOf(action: unknown): Verdict | undefined {
  const { allow, block } = section(action);
  return allow !== undefined ? "allow" : block !== undefined ? "block" : undefined;
}

function oneValue(field: string, parameter: string) {
  const reason = "You have used none or multiple values for a field that requires exactly one value.";
  return invalidField(reason, field, parameter);
}
