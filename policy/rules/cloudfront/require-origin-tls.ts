import { rule } from "../../core/rule.ts";
import { faultsOfEach } from "../../core/faults.ts";
import { serversOf } from "./distribution.ts";

/** No origin is reached with an old TLS. */
export const requireOriginTls = rule({
  name: "require-origin-tls",
  description: "CloudFront distributions reach their origins with TLS 1.2 or newer.",
  types: ["aws:cloudfront/distribution:Distribution", "aws:cloudfront/multitenantDistribution:MultitenantDistribution"],
  property: "cloudfront.Distribution.origins.customOriginConfig.originSslProtocols",
  severity: "medium",
  level: "mandatory",
  reason: "An origin that offers only old versions, or an attacker who says so, gets what can be read on its way.",
  remediation: 'Set `customOriginConfig.originSslProtocols` of the origin to ["TLSv1.2"].',
  controls: {
    "pci-dss-4.0.1": ["4.2.1"],
    soc2: ["CC6.7"],
    gdpr: ["32.1.a"],
    psd2: ["RTS 35"],
    "aws-fsbp": ["CloudFront.10"],
  },
  judge: ({ read }) => {
    return faultsOfEach(serversOf(read), ({ name, config }) => {
      // Over plain HTTP there is no TLS to speak of.
      if (config.text("originProtocolPolicy") === "http-only") return undefined;
      const old = config.texts("originSslProtocols").filter((one) => !/^TLSv1[.][23]$/.test(one));
      return old.length === 0 ? undefined : `The distribution reaches its origin ${name} with ${old.join(", ")} too.`;
    });
  },
});
