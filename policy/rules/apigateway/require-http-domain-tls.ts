import { rule } from "../../core/rule.ts";

/** Nobody can call a host name with an old TLS. */
export const requireHttpDomainTls = rule({
  name: "require-http-domain-tls",
  description: "Host names of HTTP and WebSocket APIs take TLS 1.2 or newer.",
  types: ["aws:apigatewayv2/domainName:DomainName"],
  property: "apigatewayv2.DomainName.domainNameConfiguration.securityPolicy",
  severity: "high",
  level: "mandatory",
  reason: "TLS 1.0 and 1.1 are broken: what goes through them can be read or changed on its way.",
  remediation: 'Set `domainNameConfiguration.securityPolicy` to "TLS_1_2".',
  controls: { "pci-dss-4.0.1": ["4.2.1"], soc2: ["CC6.7"], gdpr: ["32.1.a"], psd2: ["RTS 35"] },
  judge: ({ read }) => {
    const policy = read.block("domainNameConfiguration")?.text("securityPolicy") ?? "TLS_1_2";
    if (policy === "TLS_1_2" || /^SecurityPolicy_TLS1[23]_/.test(policy)) return undefined;
    return `The host name takes versions of TLS older than 1.2 (${policy}).`;
  },
});
