import { describe, expect, it } from "vitest";
import { createWafv2 } from "../../../../../local/aws/wafv2/index.ts";
import type { Kernel } from "../../../../../local/core/kernel.ts";
import type { Created, Properties } from "../../../../../local/core/resource.ts";

const kernel: Kernel = { now: () => 0, random: () => 0.5, after: () => () => undefined };

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
  statement: { orStatement: { statements: [headerIs("one"), headerIs("two")] } },
};

function firewall() {
  const waf = createWafv2({ kernel });
  const create = (type: string, inputs: Properties, region = "eu-west-1"): Created => {
    const model = waf.resources.find((resource) => resource.type === type);
    if (model === undefined) {
      throw new Error(`No model of ${type}.`);
    }
    const registration = { type, name: "it", urn: "urn:it", inputs, region, accountId: "111122223333" };
    // Every type of the firewall is created at once.
    return model.create(registration) as Created;
  };
  const guarded = (inputs: Properties): ((headers: Record<string, string>) => string) => {
    const acl = create("aws:wafv2/webAcl:WebAcl", { scope: "REGIONAL", ...inputs });
    create("aws:wafv2/webAclAssociation:WebAclAssociation", {
      resourceArn: "arn:stage",
      webAclArn: acl.outputs["arn"],
    });
    return (headers) => waf.guard("arn:stage", new Headers(headers));
  };
  return { waf, create, guarded };
}

describe("a web ACL that demands a header", () => {
  const cases: readonly [string, Record<string, string>, string][] = [
    ["the first value", { "X-Origin-Secret": "one" }, "allow"],
    ["the second value", { "x-origin-secret": "two" }, "allow"],
    ["another value", { "x-origin-secret": "three" }, "block"],
    ["no header", {}, "block"],
  ];
  it.each(cases)("with %s", (_name, headers, verdict) => {
    const guard = firewall().guarded({ defaultAction: { block: {} }, rules: [secretRule] });
    expect(guard(headers)).toBe(verdict);
  });

  it("can be said the other way round: block what does not have it", () => {
    const statement = { notStatement: { statements: [secretRule.statement] } };
    const rules = [{ ...secretRule, action: { block: {} }, statement }];
    const guard = firewall().guarded({ defaultAction: { allow: {} }, rules });
    expect([guard({ "x-origin-secret": "two" }), guard({})]).toEqual(["allow", "block"]);
  });

  it("asks its rules in the order of their priority", () => {
    const rules = [{ ...secretRule, name: "late", priority: 2, action: { block: {} } }, secretRule];
    expect(firewall().guarded({ defaultAction: { block: {} }, rules })({ "x-origin-secret": "one" })).toBe("allow");
  });
});

describe("what of a firewall is declared only", () => {
  it("lists rules that it cannot judge, and lets them never match", () => {
    const { waf, guarded } = firewall();
    const rate = { name: "rate", priority: 0, action: { block: {} }, statement: { rateBasedStatement: { limit: 1 } } };
    const guard = guarded({ name: "edge", defaultAction: { allow: {} }, rules: [rate, secretRule] });
    expect(guard({})).toBe("allow");
    expect(waf.ignoredRules()).toEqual(["edge/rate"]);
  });

  it("lets everything through where no web ACL stands", () => {
    expect(firewall().waf.guard("arn:other", new Headers())).toBe("allow");
  });
});

describe("what a firewall refuses", () => {
  const acl = { scope: "REGIONAL", defaultAction: { block: {} } };
  const cases: readonly [string, Properties, string][] = [
    ["no default action", { scope: "REGIONAL" }, "A web ACL needs a defaultAction of allow or block."],
    ["an unknown scope", { ...acl, scope: "MOON" }, "A web ACL's scope is REGIONAL or CLOUDFRONT, not MOON."],
    [
      "CloudFront's scope elsewhere",
      { ...acl, scope: "CLOUDFRONT" },
      "A web ACL of the scope CLOUDFRONT has to be in us-east-1.",
    ],
    [
      "two rules of one priority",
      { ...acl, rules: [secretRule, secretRule] },
      "Two rules of a web ACL have the same priority.",
    ],
  ];
  it.each(cases)("%s", (_name, inputs, message) => {
    expect(() => firewall().create("aws:wafv2/webAcl:WebAcl", inputs)).toThrow(message);
  });

  it("an association with an ACL that is not there", () => {
    const inputs = { resourceArn: "arn:stage", webAclArn: "arn:none" };
    expect(() => firewall().create("aws:wafv2/webAclAssociation:WebAclAssociation", inputs)).toThrow(
      "There is no web ACL arn:none for a resource.",
    );
  });
});
