import { rule } from "../../core/rule.ts";
import { behaviorsOf } from "./distribution.ts";

/** Who may sign addresses is a key that can be changed. */
export const disallowAccountSigners = rule({
  name: "disallow-account-signers",
  description: "CloudFront distributions trust groups of keys, not whole accounts, to sign addresses.",
  types: ["aws:cloudfront/distribution:Distribution"],
  property: "cloudfront.Distribution.defaultCacheBehavior.trustedSigners",
  severity: "medium",
  level: "advisory",
  reason: "Keys of an account's signers belong to its root user: they are made by hand, by root, and seldom changed.",
  remediation: "Set `trustedKeyGroups` of the cache behavior, and remove `trustedSigners`.",
  controls: { "pci-dss-4.0.1": ["3.7.4", "8.2.2"], soc2: ["CC6.1"] },
  judge: ({ read }) => {
    const trusts = behaviorsOf(read).some((one) => one.texts("trustedSigners").length > 0);
    return trusts ? "The distribution trusts addresses that root users signed." : undefined;
  },
});
