import { describe, expect, it } from "vitest";
import { createWafv2 } from "../../../../../local/aws/wafv2/index.ts";
import type { Created, Properties } from "../../../../../local/core/resource.ts";
import { accountId, register } from "../account.ts";
import { lifeOf } from "../life.ts";
import { createVirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";

const stageArn = "arn:aws:apigateway:eu-west-1::/restapis/a1/stages/v1";
const distributionArn = `arn:aws:cloudfront::${accountId}:distribution/E1`;
const visibilityConfig = { metricName: "m", cloudwatchMetricsEnabled: true, sampledRequestsEnabled: false };

function headerIs(value: string): object {
  return {
    byteMatchStatement: {
      searchString: value,
      positionalConstraint: "EXACTLY",
      fieldToMatch: { singleHeader: { name: "x-origin-secret" } },
      textTransformations: [{ priority: 0, type: "NONE" }],
    },
  };
}

const secretRule = {
  name: "secret",
  priority: 1,
  action: { allow: {} },
  visibilityConfig,
  statement: { orStatement: { statements: [headerIs("one"), headerIs("two")] } },
};

function firewall() {
  const waf = createWafv2({ kernel: createVirtualKernel() });
  const webAcl = (inputs: Properties, region?: string): Promise<Created> =>
    register(waf.resources, "aws:wafv2/webAcl:WebAcl", { scope: "REGIONAL", visibilityConfig, ...inputs }, region);
  const associate = (webAclArn: unknown, resourceArn = stageArn): Promise<Created> =>
    register(waf.resources, "aws:wafv2/webAclAssociation:WebAclAssociation", { resourceArn, webAclArn });
  const guarded = async (inputs: Properties): Promise<(headers: Record<string, string>) => string> => {
    const { outputs } = await webAcl(inputs);
    await associate(outputs["arn"]);
    return (headers) => waf.guard(stageArn, new Headers(headers));
  };
  return { waf, webAcl, associate, guarded };
}

describe("a web ACL that demands a header", () => {
  const cases: readonly [string, Record<string, string>, string][] = [
    ["the first value", { "X-Origin-Secret": "one" }, "allow"],
    ["the second value", { "x-origin-secret": "two" }, "allow"],
    ["another value", { "x-origin-secret": "three" }, "block"],
    ["no header", {}, "block"],
  ];
  it.each(cases)("with %s", async (_name, headers, verdict) => {
    const guard = await firewall().guarded({ defaultAction: { block: {} }, rules: [secretRule] });
    expect(guard(headers)).toBe(verdict);
  });

  it("can be said the other way round: block what does not have it", async () => {
    const statement = { notStatement: { statements: [secretRule.statement] } };
    const rules = [{ ...secretRule, action: { block: {} }, statement }];
    const guard = await firewall().guarded({ defaultAction: { allow: {} }, rules });
    expect([guard({ "x-origin-secret": "two" }), guard({})]).toEqual(["allow", "block"]);
  });

  it("asks its rules in the order of their priority", async () => {
    const rules = [{ ...secretRule, name: "late", priority: 2, action: { block: {} } }, secretRule];
    const guard = await firewall().guarded({ defaultAction: { block: {} }, rules });
    expect(guard({ "x-origin-secret": "one" })).toBe("allow");
  });
});

describe("what of a firewall is declared only", () => {
  it("lists rules that it cannot judge, and lets them never match", async () => {
    const { waf, guarded } = firewall();
    const rate = {
      name: "rate",
      priority: 0,
      action: { block: {} },
      visibilityConfig,
      statement: { rateBasedStatement: { limit: 1 } },
    };
    const guard = await guarded({ name: "edge", defaultAction: { allow: {} }, rules: [rate, secretRule] });
    expect(guard({})).toBe("allow");
    expect(waf.ignoredRules()).toEqual(["edge/rate"]);
  });

  it("lets everything through where no web ACL stands", () => {
    expect(firewall().waf.guard("arn:other", new Headers())).toBe("allow");
  });
});

describe("what a firewall refuses", () => {
  const acl = { name: "edge", scope: "REGIONAL", defaultAction: { block: {} } };
  const oneValue = "You have used none or multiple values for a field that requires exactly one value.";
  const cases: readonly [string, Properties, string][] = [
    ["no default action", { ...acl, defaultAction: {} }, `Error reason: ${oneValue}, field: DEFAULT_ACTION`],
    [
      "a rule without an action",
      { ...acl, rules: [{ ...secretRule, action: undefined }] },
      `Error reason: ${oneValue}`,
    ],
    ["CloudFront's scope elsewhere", { ...acl, scope: "CLOUDFRONT" }, "Error reason: The scope is not valid."],
    ["two rules of one priority", { ...acl, rules: [secretRule, secretRule] }, "Rule priorities must be unique."],
  ];
  it.each(cases)("%s", async (_name, inputs, message) => {
    const refused = firewall().webAcl(inputs);
    await expect(refused).rejects.toMatchObject({ code: "WAFInvalidParameterException" });
    await expect(refused).rejects.toThrow(message);
  });

  it("a second ACL of one name in a region, whatever its rules", async () => {
    const { webAcl } = firewall();
    await webAcl(acl);
    await expect(webAcl(acl)).rejects.toMatchObject({ code: "WAFDuplicateItemException" });
    await webAcl(acl, "us-east-1");
    await webAcl({ ...acl, scope: "CLOUDFRONT" }, "us-east-1");
  });

  it("an association with an ACL that is not there, or stands elsewhere", async () => {
    const { webAcl, associate } = firewall();
    const absent = `arn:aws:wafv2:eu-west-1:${accountId}:regional/webacl/edge/1`;
    await expect(associate(absent)).rejects.toMatchObject({ code: "WAFNonexistentItemException" });
    const { outputs } = await webAcl(acl, "us-east-1");
    await expect(associate(outputs["arn"])).rejects.toMatchObject({ code: "WAFInvalidParameterException" });
  });

  it("a log that is not named for it", async () => {
    const { waf, webAcl } = firewall();
    const { outputs } = await webAcl(acl);
    const logging = register(waf.resources, "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", {
      resourceArn: outputs["arn"],
      logDestinationConfigs: [`arn:aws:logs:eu-west-1:${accountId}:log-group:edge`],
    });
    await expect(logging).rejects.toMatchObject({ code: "WAFInvalidParameterException" });
  });
});

describe("a web ACL in use", () => {
  const inputs = { name: "edge", scope: "REGIONAL", defaultAction: { block: {} }, visibilityConfig };

  it("takes an update at once, or refuses it and stays as it is", async () => {
    const { waf, associate } = firewall();
    const life = lifeOf(waf.resources, "aws:wafv2/webAcl:WebAcl");
    const { outputs } = await life.create(inputs);
    await associate(outputs["arn"]);
    expect(waf.guard(stageArn, new Headers())).toBe("block");
    const open = { ...inputs, defaultAction: { allow: {} } };
    expect(life.plan(open)).toEqual(["defaultAction.allow", "defaultAction.block"]);
    const { outputs: updated } = await life.update(open);
    expect(waf.guard(stageArn, new Headers())).toBe("allow");
    expect(updated["lockToken"]).not.toBe(outputs["lockToken"]);
    const twice = { ...inputs, rules: [secretRule, secretRule] };
    await expect(life.update(twice)).rejects.toMatchObject({ code: "WAFInvalidParameterException" });
    expect(waf.guard(stageArn, new Headers())).toBe("allow");
    expect(life.refresh()?.outputs["defaultAction"]).toEqual({ allow: {} });
  });

  it("cannot be deleted before its association", async () => {
    const { waf } = firewall();
    const acl = lifeOf(waf.resources, "aws:wafv2/webAcl:WebAcl");
    const { outputs } = await acl.create(inputs);
    const association = lifeOf(waf.resources, "aws:wafv2/webAclAssociation:WebAclAssociation");
    await association.create({ webAclArn: outputs["arn"], resourceArn: stageArn });
    await expect(acl.delete()).rejects.toMatchObject({ code: "WAFAssociatedItemException" });
    expect(acl.refresh()).toBeDefined();
    await association.delete();
    expect(waf.guard(stageArn, new Headers())).toBe("allow");
    await acl.delete();
    expect(acl.refresh()).toBeUndefined();
  });

  it("guards a distribution, if it is one for CloudFront", async () => {
    const { waf, webAcl } = firewall();
    const regional = await webAcl(inputs);
    expect(() => waf.guardDistribution(distributionArn, String(regional.outputs["arn"]))).toThrow("for CloudFront");
    expect(waf.guard(distributionArn, new Headers())).toBe("allow");
    const life = lifeOf(waf.resources, "aws:wafv2/webAcl:WebAcl", { region: "us-east-1" });
    const { outputs } = await life.create({ ...inputs, scope: "CLOUDFRONT" });
    waf.guardDistribution(distributionArn, String(outputs["arn"]));
    expect(waf.guard(distributionArn, new Headers())).toBe("block");
    await expect(life.delete()).rejects.toMatchObject({ code: "WAFAssociatedItemException" });
    waf.guardDistribution(distributionArn, undefined);
    expect(waf.guard(distributionArn, new Headers())).toBe("allow");
    await life.delete();
  });
});
