import { rule } from "../../core/rule.ts";

/** What an API hands on is encrypted on its way. */
export const requireRestIntegrationTls = rule({
  name: "require-rest-integration-tls",
  description: "REST APIs call their backends over TLS.",
  types: ["aws:apigateway/integration:Integration"],
  property: "apigateway.Integration.uri",
  severity: "high",
  level: "mandatory",
  reason: "A call over plain HTTP can be read and changed between the API and its backend, token and all.",
  remediation: 'Set `uri` to an address that begins with "https://".',
  controls: { "pci-dss-4.0.1": ["4.2.1"], soc2: ["CC6.7"], gdpr: ["32.1.a"], psd2: ["RTS 35"] },
  judge: ({ read }) => {
    if (!/^HTTP(_PROXY)?$/.test(read.text("type") ?? "")) return undefined;
    return /^http:/i.test(read.text("uri") ?? "") ? "The API calls its backend over plain HTTP." : undefined;
  },
});
