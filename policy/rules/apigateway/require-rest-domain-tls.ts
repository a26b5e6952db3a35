import { rule } from "../../core/rule.ts";

/** Nobody can call a host name with an old TLS. */
export const requireRestDomainTls = rule({
  name: "require-rest-domain-tls",
  description: "Host names of REST APIs take TLS 1.2 or newer.",
  types: ["aws:apigateway/domainName:DomainName"],
  property: "apigateway.DomainName.securityPolicy",
  severity: "high",
  level: "mandatory",
  reason: "TLS 1.0 and 1.1 are broken, and a policy that is not written down can be changed without a trace.",
  remediation: 'Set `securityPolicy` to "TLS_1_2" or to one of "SecurityPolicy_TLS13_…".',
  controls: { "pci-dss-4.0.1": ["4.2.1"], soc2: ["CC6.7"], gdpr: ["32.1.a"], psd2: ["RTS 35"] },
  judge: ({ read }) => {
    const policy = read.text("securityPolicy");
    if (policy === undefined || policy === "") return "The host name's least version of TLS is not written down.";
    if (policy === "TLS_1_2" || /^SecurityPolicy_TLS1[23]_/.test(policy)) return undefined;
    return `The host name takes versions of TLS older than 1.2 (${policy}).`;
  },
});
