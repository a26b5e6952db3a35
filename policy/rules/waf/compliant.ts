import type { Companion, FixtureCase, Properties } from "../../core/fixtures.ts";

/** What is measured of one rule. */
export const visibility = (metricName: string): Properties => ({
  metricName,
  cloudwatchMetricsEnabled: true,
  sampledRequestsEnabled: false,
});

/** A rule that runs a group of AWS's. */
export const managed = (name: string, priority: number): Properties => ({
  name,
  priority,
  overrideAction: { none: {} },
  statement: { managedRuleGroupStatement: { vendorName: "AWS", name } },
  visibilityConfig: visibility(name),
});

/** Blocks whoever asks too often. */
export const flood: Properties = {
  name: "flood",
  priority: 9,
  action: { block: {} },
  statement: { rateBasedStatement: { limit: 2000, aggregateKeyType: "IP" } },
  visibilityConfig: visibility("flood"),
};

/** Groups that know what attackers send. */
export const known: readonly Properties[] = [
  managed("AWSManagedRulesCommonRuleSet", 1),
  managed("AWSManagedRulesKnownBadInputsRuleSet", 2),
];

/** A web ACL that every rule of the pack is content with, where it is logged. */
export const webAcl: Properties = {
  name: "shop",
  scope: "REGIONAL",
  defaultAction: { allow: {} },
  rules: [...known, flood],
  visibilityConfig: visibility("shop"),
};

/** Where the requests that an ACL saw are written down. */
export const logging: Properties = {
  resourceArn: "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/shop/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a",
  logDestinationConfigs: ["arn:aws:logs:eu-west-1:111122223333:log-group:aws-waf-logs-shop"],
  redactedFields: [{ singleHeader: { name: "authorization" } }, { singleHeader: { name: "cookie" } }],
};

/** Rules to be used by several ACLs. */
export const ruleGroup: Properties = {
  name: "floods",
  scope: "REGIONAL",
  capacity: 2,
  rules: [flood],
  visibilityConfig: visibility("floods"),
};

/** These properties of a web ACL, with the log that belongs to it and more. */
export function logged(properties: Properties, ...more: readonly Companion[]): FixtureCase {
  const log = { ...logging, resourceArn: "shop" };
  const companion = {
    type: "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
    name: "log",
    properties: log,
  };
  return { properties, companions: [companion, ...more] };
}
