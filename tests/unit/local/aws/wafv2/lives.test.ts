import { createWafv2 } from "../../../../../local/aws/wafv2/index.ts";
import type { Properties } from "../../../../../local/core/resource.ts";
import { accountId, register } from "../account.ts";
import { createVirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { describeLives } from "../whole-life.ts";

const visibilityConfig = { metricName: "acl", cloudwatchMetricsEnabled: true, sampledRequestsEnabled: false };
const acl = { name: "edge", scope: "REGIONAL", defaultAction: { allow: {} }, visibilityConfig };
const rule = { name: "flood", priority: 0, action: { block: {} }, statement: {}, visibilityConfig };
const stageArn = "arn:aws:apigateway:eu-west-1::/restapis/a1/stages/v1";
const logs = `arn:aws:logs:eu-west-1:${accountId}:log-group`;

async function standing(): Promise<{ models: ReturnType<typeof createWafv2>["resources"]; webAclArn: unknown }> {
  const { resources } = createWafv2({ kernel: createVirtualKernel() });
  const { outputs } = await register(resources, "aws:wafv2/webAcl:WebAcl", acl);
  return { models: resources, webAclArn: outputs["arn"] };
}

const required = (name: string): [Properties, string] => [
  { [name]: undefined },
  `${name}: Missing required argument. The argument "${name}" is required, but no definition was found.`,
];

describeLives([
  {
    type: "aws:wafv2/webAcl:WebAcl",
    stage: async () => ({
      models: createWafv2({ kernel: createVirtualKernel() }).resources,
      inputs: { ...acl, description: "the edge", rules: [rule], tags: { cell: "eu" } },
    }),
    importId: (outputs, id) => `${id}/${String(outputs["name"])}/${String(outputs["scope"])}`,
    replaces: { name: "other", scope: "CLOUDFRONT", region: "us-east-1" },
    updates: {
      description: "another",
      defaultAction: { block: {} },
      rules: [{ ...rule, name: "late", priority: 4 }],
      tags: { cell: "us" },
    },
    refusals: [
      required("scope"),
      required("defaultAction"),
      required("visibilityConfig"),
      [{ scope: "MOON" }, `scope: expected it to be one of ["CLOUDFRONT" "REGIONAL"], got MOON`],
      [
        { name: "a b" },
        "name: invalid value (must contain only alphanumeric hyphen and underscore characters), got a b",
      ],
      [
        { description: "d".repeat(257) },
        `description: expected the length of it to be in the range (1 - 256), got ${"d".repeat(257)}`,
      ],
      [
        { rules: [{ ...rule, priority: undefined }] },
        `rules[0].priority: Missing required argument. The argument "priority" is required, ` +
          "but no definition was found.",
      ],
      [
        { visibilityConfig: { metricName: "m", cloudwatchMetricsEnabled: true } },
        `visibilityConfig.sampledRequestsEnabled: Missing required argument. The argument "sampledRequestsEnabled" ` +
          "is required, but no definition was found.",
      ],
      [
        { captchaConfig: { immunityTimeProperty: { immunityTime: 300 } } },
        "captchaConfig: NotImplemented: The local cloud does not model aws:wafv2/webAcl:WebAcl.captchaConfig; " +
          "see docs/local-differences.md.",
      ],
    ],
  },
  {
    type: "aws:wafv2/webAclAssociation:WebAclAssociation",
    async stage() {
      const { models, webAclArn } = await standing();
      return { models, inputs: { webAclArn, resourceArn: stageArn } };
    },
    replaces: { webAclArn: "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/b/2", resourceArn: `${stageArn}2` },
    updates: {},
    refusals: [
      required("webAclArn"),
      [{ resourceArn: "stage" }, "resourceArn: (stage) is an invalid ARN: arn: invalid prefix or not enough sections"],
    ],
  },
  {
    type: "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
    async stage() {
      const { models, webAclArn } = await standing();
      return { models, inputs: { resourceArn: webAclArn, logDestinationConfigs: [`${logs}:aws-waf-logs-edge`] } };
    },
    replaces: {
      resourceArn: "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/b/2",
      logDestinationConfigs: [`${logs}:aws-waf-logs-other`],
    },
    updates: { redactedFields: [{ singleHeader: { name: "authorization" } }] },
    refusals: [required("logDestinationConfigs")],
  },
]);
