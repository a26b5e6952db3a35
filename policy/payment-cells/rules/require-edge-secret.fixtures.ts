import { changed, UNKNOWN, type Companion, type Fixtures } from "../../core/fixtures.ts";
import { requireEdgeSecret } from "./require-edge-secret.ts";

const stageArn = "arn:aws:apigateway:eu-west-1::/restapis/a1b2c3/stages/live";
const firewallArn = "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/prod-eu-origin/040a14a7";
const stage = { restApi: "a1b2c3", stageName: "live", arn: stageArn };
const association: Companion = {
  type: "aws:wafv2/webAclAssociation:WebAclAssociation",
  name: "association",
  properties: { resourceArn: stageArn, webAclArn: firewallArn },
};
const secret = (value: string) => ({
  byteMatchStatement: {
    fieldToMatch: { singleHeader: { name: "x-origin-secret" } },
    positionalConstraint: "EXACTLY",
    searchString: value,
    textTransformations: [{ priority: 0, type: "NONE" }],
  },
});
const allow = (statement: unknown) => ({ name: "edge-secret", priority: 0, action: { allow: {} }, statement });
const firewall: Companion = {
  type: "aws:wafv2/webAcl:WebAcl",
  name: "firewall",
  properties: {
    arn: firewallArn,
    scope: "REGIONAL",
    defaultAction: { block: {} },
    rules: [allow({ orStatement: { statements: [secret("current"), secret("next")] } })],
  },
};
const behind = (change: Readonly<Record<string, unknown>>) => ({
  properties: stage,
  companions: [association, { ...firewall, properties: changed(firewall.properties, change) }],
});

/** Stages behind a firewall that asks for the secret, and behind others. */
export const fixtures: Fixtures = {
  rule: requireEdgeSecret,
  compliant: {
    "two secrets while they are changed": behind({}),
    "one secret": behind({ rules: [allow(secret("current"))] }),
    "a secret and a country": behind({
      rules: [
        allow({
          andStatement: { statements: [secret("current"), { geoMatchStatement: { countryCodes: ["IE"] } }] },
        }),
      ],
    }),
    "rules that block": behind({
      rules: [{ name: "rate", priority: 0, action: { block: {} }, statement: { rateBasedStatement: { limit: 100 } } }],
    }),
    "a stage and its firewall made in this stack": {
      properties: changed(stage, { arn: undefined }),
      companions: [
        {
          ...association,
          properties: { resourceArn: UNKNOWN, webAclArn: UNKNOWN },
          madeFrom: { resourceArn: ["main"], webAclArn: ["firewall"] },
        },
        firewall,
      ],
    },
  },
  violating: {
    "no firewall": { properties: stage, faults: ["No firewall is in front of the stage."] },
    "a firewall that allows": {
      ...behind({ defaultAction: { allow: {} } }),
      faults: ["The firewall in front of the stage allows what none of its rules is about."],
    },
    "a rule that allows without it": {
      ...behind({ rules: [allow({ geoMatchStatement: { countryCodes: ["IE"] } })] }),
      faults: ["The firewall's rule edge-secret allows requests without the edge's secret."],
    },
    "a secret or a country": {
      ...behind({
        rules: [
          allow({ orStatement: { statements: [secret("current"), { geoMatchStatement: { countryCodes: ["IE"] } }] } }),
        ],
      }),
      faults: ["The firewall's rule edge-secret allows requests without the edge's secret."],
    },
  },
  unknown: {
    rules: { ...behind({ rules: UNKNOWN }), path: "rules" },
    "a firewall of another stack": {
      properties: stage,
      companions: [association],
      path: "the firewall that association names",
    },
  },
};
