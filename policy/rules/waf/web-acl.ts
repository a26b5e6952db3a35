import { Malformed, type Reader, reader } from "../../core/reader.ts";
import type { Resource, Stack } from "../../core/rule.ts";

/** A rule of a web ACL, wherever it is written. */
export interface FirewallRule {
  readonly name: string;
  /** The name of the group that it runs, with its vendor: "AWS/AWSManagedRulesCommonRuleSet". */
  readonly group: string | undefined;
  /** Rules of that group that are set to count, by name. */
  readonly counted: readonly string[];
  /** Whether it runs a group that is its own resource. */
  readonly refers: boolean;
  /** Whether it limits rates. */
  readonly limits: boolean;
  /** Whether it only counts what it finds. */
  readonly counts: boolean;
  readonly measured: boolean;
}

const SIDECARS = [
  "aws:wafv2/webAclRule:WebAclRule",
  "aws:wafv2/webAclRuleGroupAssociation:WebAclRuleGroupAssociation",
] as const;

/** All rules of a web ACL: its own, those in JSON, and those that are resources of their own. */
export function rulesOf(acl: Resource, stack: Stack): readonly FirewallRule[] {
  const apart = stack.referringTo(acl, "webAclArn", ...SIDECARS);
  return [...inlineRules(acl.read), ...apart.map(({ read }) => ruleAt(read))];
}

/** The rules that a web ACL or a rule group has itself, as blocks or as JSON. */
export function inlineRules(read: Reader): readonly FirewallRule[] {
  const written = ["ruleJson", "rulesJson"].flatMap((name) => fromJson(read, name));
  return [...read.blocks("rules"), ...written].map(ruleAt);
}

function ruleAt(read: Reader): FirewallRule {
  const statement = read.block("statement");
  const group = statement?.block("managedRuleGroupStatement") ?? read.block("managedRuleGroup");
  return {
    name: read.text("name") ?? read.text("ruleName") ?? "",
    group: group === undefined ? undefined : `${group.text("vendorName") ?? ""}/${group.text("name") ?? ""}`,
    counted: group === undefined ? [] : countedIn(group),
    refers: statement?.has("ruleGroupReferenceStatement") === true || read.has("ruleGroupReference"),
    limits: statement?.has("rateBasedStatement") === true,
    counts: read.block("action")?.has("count") === true || isCountOverride(read),
    measured: read.block("visibilityConfig")?.flag("cloudwatchMetricsEnabled") !== false,
  };
}

/** By an override of today, or by an exclusion as it was written before. */
function countedIn(group: Reader): readonly string[] {
  const counting = group.blocks("ruleActionOverrides").filter((one) => one.block("actionToUse")?.has("count") === true);
  return [...counting, ...group.blocks("excludedRules")].map((one) => one.text("name") ?? "");
}

/** An association says it as text, a rule as a block. */
function isCountOverride(read: Reader): boolean {
  const override = read.raw("overrideAction");
  return typeof override === "string" ? override === "count" : read.block("overrideAction")?.has("count") === true;
}

/** The rules of a JSON list in AWS's own writing, whose names begin with capitals. */
function fromJson(read: Reader, name: string): readonly Reader[] {
  const text = read.text(name);
  if (text === undefined || text === "") return [];
  const list = parsed(text, name);
  if (!Array.isArray(list)) throw new Malformed(name, "a list of rules");
  return reader({ [name]: list.map(uncapitalized) }).blocks(name);
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Malformed(name, "JSON");
  }
}

function uncapitalized(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(uncapitalized);
  if (typeof value !== "object" || value === null) return value;
  const lower = (key: string): string => key.charAt(0).toLowerCase() + key.slice(1);
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key === "CloudWatchMetricsEnabled" ? "cloudwatchMetricsEnabled" : lower(key),
      uncapitalized(one),
    ]),
  );
}
