import { AwsError } from "../../core/errors.ts";
import type { Counts } from "../../core/counts.ts";
import type { Kernel } from "../../core/kernel.ts";
import type { ResourceModel } from "../../core/resource.ts";
import { createWafv2Resources } from "./resources.ts";
import { createAclStore } from "./store.ts";
import type { Verdict } from "./web-acl.ts";

/** The web application firewall. */
export interface Wafv2 {
  readonly resources: readonly ResourceModel[];
  /** What the web ACL in front of a resource (a stage or a distribution) says of a request; "allow" without one. */
  guard(resourceArn: string, headers: Headers): Verdict;
  /**
   * Puts a web ACL in front of a distribution, in place of the one that was there; none where `undefined`. Throws
   * `WAFNonexistentItemException`, and changes nothing, where it is not one for CloudFront.
   */
  guardDistribution(distributionArn: string, webAclArn: string | undefined): void;
  /** Rules that are declared only and never match, as `ACL name/rule name`. */
  ignoredRules(): readonly string[];
}

/** Web ACLs with rules on a header, and which resources they guard. */
export function createWafv2({
  kernel,
  counts,
}: {
  readonly kernel: Kernel;
  /** Hears of every request that a web ACL looks at. */
  readonly counts?: Pick<Counts, "add">;
}): Wafv2 {
  const store = createAclStore();
  return {
    resources: createWafv2Resources(kernel, store),
    guard(resourceArn, headers) {
      const region = resourceArn.split(":")[3] ?? "";
      if (store.guards.has(resourceArn)) counts?.add({ service: "wafv2", region, what: "Request" });
      return store.judge(resourceArn, headers);
    },
    guardDistribution(distributionArn, webAclArn) {
      if (webAclArn === undefined) return void store.guards.delete(distributionArn);
      const { scope } = store.aclOf(webAclArn);
      if (scope !== "CLOUDFRONT") {
        throw new AwsError("WAFNonexistentItemException", `There is no web ACL ${webAclArn} for CloudFront.`);
      }
      store.guards.set(distributionArn, webAclArn);
    },
    ignoredRules: () =>
      [...store.acls.values()].flatMap(({ name, acl }) => acl.ignoredRules.map((rule) => `${name}/${rule}`)),
  };
}
