import { AwsError } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import { randomHex } from "../../core/kernel.ts";
import type { ResourceModel } from "../../core/resource.ts";
import { compileWebAcl } from "./web-acl.ts";
import type { Verdict, WebAcl } from "./web-acl.ts";

/** The web application firewall. */
export interface Wafv2 {
  readonly resources: readonly ResourceModel[];
  /** What the web ACL in front of a resource (the ARN of a stage) says of a request; "allow" where there is none. */
  guard(resourceArn: string, headers: Headers): Verdict;
  /** What a web ACL says of a request, for resources that name their ACL themselves (a distribution). */
  judge(webAclArn: string, headers: Headers): Verdict;
  /** Rules that are declared only and never match, as `ACL name/rule name`. */
  ignoredRules(): readonly string[];
}

/** Web ACLs with rules on a header, and which resources they guard. */
export function createWafv2({ kernel }: { readonly kernel: Kernel }): Wafv2 {
  const acls = new Map<string, { readonly name: string; readonly acl: WebAcl }>();
  const aclOf = new Map<string, string>();
  const judge = (webAclArn: string, headers: Headers): Verdict => {
    const known = acls.get(webAclArn);
    if (known === undefined) {
      throw new AwsError("WAFNonexistentItemException", `There is no web ACL ${webAclArn}.`);
    }
    return known.acl.judge(headers);
  };
  const webAcl: ResourceModel = {
    type: "aws:wafv2/webAcl:WebAcl",
    standing: "modelled",
    create({ inputs, name, region, accountId }) {
      const scope = scopeOf(inputs["scope"], region);
      const id = randomHex(kernel, 16);
      const physical = typeof inputs["name"] === "string" ? inputs["name"] : `${name}-${id.slice(0, 7)}`;
      const arn = `arn:aws:wafv2:${region}:${accountId}:${scope}/webacl/${physical}/${id}`;
      acls.set(arn, { name: physical, acl: compileWebAcl(inputs) });
      return { id, outputs: { ...inputs, name: physical, arn, capacity: 1, tagsAll: inputs["tags"] ?? {} } };
    },
  };
  const association: ResourceModel = {
    type: "aws:wafv2/webAclAssociation:WebAclAssociation",
    standing: "modelled",
    create({ inputs }) {
      const { resourceArn, webAclArn } = inputs;
      if (typeof resourceArn !== "string" || typeof webAclArn !== "string" || !acls.has(webAclArn)) {
        throw new AwsError("WAFNonexistentItemException", `There is no web ACL ${String(webAclArn)} for a resource.`);
      }
      aclOf.set(resourceArn, webAclArn);
      return { id: `${webAclArn},${resourceArn}`, outputs: inputs };
    },
  };
  const logging: ResourceModel = {
    type: "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
    standing: "declared-only",
    create: ({ inputs }) => ({ id: String(inputs["resourceArn"]), outputs: inputs }),
  };
  return {
    resources: [webAcl, association, logging],
    guard(resourceArn, headers) {
      const webAclArn = aclOf.get(resourceArn);
      return webAclArn === undefined ? "allow" : judge(webAclArn, headers);
    },
    judge,
    ignoredRules: () =>
      [...acls.values()].flatMap(({ name, acl }) => acl.ignoredRules.map((rule) => `${name}/${rule}`)),
  };
}

/** An ACL for CloudFront lives in us-east-1, whatever it guards. */
function scopeOf(scope: unknown, region: string): "global" | "regional" {
  if (scope === "CLOUDFRONT") {
    if (region !== "us-east-1") {
      throw new AwsError("WAFInvalidParameterException", "A web ACL of the scope CLOUDFRONT has to be in us-east-1.");
    }
    return "global";
  }
  if (scope !== "REGIONAL") {
    throw new AwsError(
      "WAFInvalidParameterException",
      `A web ACL's scope is REGIONAL or CLOUDFRONT, not ${String(scope)}.`,
    );
  }
  return "regional";
}
