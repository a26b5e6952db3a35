import { rule } from "../../core/rule.ts";
import { faultsOfEach } from "../../core/faults.ts";
import { behaviorsOf } from "./distribution.ts";

/** Nothing is answered in clear text. */
export const requireViewerHttps = rule({
  name: "require-viewer-https",
  description: "CloudFront distributions answer over HTTPS only.",
  types: ["aws:cloudfront/distribution:Distribution", "aws:cloudfront/multitenantDistribution:MultitenantDistribution"],
  property: "cloudfront.Distribution.defaultCacheBehavior.viewerProtocolPolicy",
  severity: "high",
  level: "mandatory",
  reason: "What goes over plain HTTP can be read and changed on its way, sessions and card numbers with it.",
  remediation: 'Set `viewerProtocolPolicy` of every cache behavior to "redirect-to-https" or "https-only".',
  controls: {
    "pci-dss-4.0.1": ["4.2.1"],
    soc2: ["CC6.7"],
    gdpr: ["32.1.a"],
    psd2: ["RTS 35"],
    "aws-fsbp": ["CloudFront.3"],
  },
  judge: ({ read }) => {
    return faultsOfEach(behaviorsOf(read), (one) => {
      if (one.text("viewerProtocolPolicy") !== "allow-all") return undefined;
      const pattern = one.text("pathPattern");
      return `The distribution answers ${pattern ?? "its default behavior"} over plain HTTP.`;
    });
  },
});
