import { rule } from "../../core/rule.ts";
import { faultsOfEach } from "../../core/faults.ts";
import { serversOf } from "./distribution.ts";

/** What a distribution hands on is encrypted on its way. */
export const requireOriginHttps = rule({
  name: "require-origin-https",
  description: "CloudFront distributions reach their origins over HTTPS.",
  types: ["aws:cloudfront/distribution:Distribution", "aws:cloudfront/multitenantDistribution:MultitenantDistribution"],
  property: "cloudfront.Distribution.origins.customOriginConfig.originProtocolPolicy",
  severity: "high",
  level: "mandatory",
  reason:
    "Between edge and origin lies the internet: plain HTTP can be read and changed there, though viewers see a lock.",
  remediation: 'Set `customOriginConfig.originProtocolPolicy` of the origin to "https-only".',
  controls: {
    "pci-dss-4.0.1": ["4.2.1"],
    soc2: ["CC6.7"],
    gdpr: ["32.1.a"],
    psd2: ["RTS 35"],
    "aws-fsbp": ["CloudFront.9"],
  },
  judge: ({ read }) => {
    return faultsOfEach(serversOf(read), ({ name, config }) => {
      const policy = config.text("originProtocolPolicy");
      if (policy === "http-only") return `The distribution reaches its origin ${name} over plain HTTP.`;
      return policy === "match-viewer" ? `The distribution reaches its origin ${name} as its viewers ask.` : undefined;
    });
  },
});
