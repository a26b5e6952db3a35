import { rule } from "../../core/rule.ts";
import { referenceAt } from "../../core/reference.ts";

/** Browsers are told how to treat the site. */
export const requireResponseHeaders = rule({
  name: "require-response-headers",
  description: "CloudFront distributions add security headers to their answers.",
  types: ["aws:cloudfront/distribution:Distribution"],
  property: "cloudfront.Distribution.defaultCacheBehavior.responseHeadersPolicyId",
  severity: "low",
  level: "advisory",
  scope: "stack",
  reason: "Without such headers a browser lets other sites frame this one, guess types, and go back to plain HTTP.",
  remediation: "Set `defaultCacheBehavior.responseHeadersPolicyId` to a policy with security headers.",
  controls: { "pci-dss-4.0.1": ["6.2.4"], soc2: ["CC6.7"], psd2: ["RTS 35"] },
  judge: (given) => {
    const behavior = given.read.block("defaultCacheBehavior");
    const policy =
      behavior === undefined
        ? undefined
        : referenceAt(
            given,
            behavior,
            "responseHeadersPolicyId",
            "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
          );
    return policy === undefined || policy === "" ? "The distribution adds no security headers." : undefined;
  },
});
