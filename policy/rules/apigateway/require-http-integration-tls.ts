import { rule } from "../../core/rule.ts";

/** What an API hands on is encrypted on its way, in a VPC too. */
export const requireHttpIntegrationTls = rule({
  name: "require-http-integration-tls",
  description: "HTTP APIs call their backends over TLS.",
  types: ["aws:apigatewayv2/integration:Integration"],
  property: "apigatewayv2.Integration.tlsConfig",
  severity: "high",
  level: "mandatory",
  reason: "A call over plain HTTP can be read and changed between the API and its backend, token and all.",
  remediation:
    'Set `tlsConfig.serverNameToVerify` for a private backend, or an `integrationUri` that begins with "https://".',
  controls: {
    "pci-dss-4.0.1": ["4.2.1"],
    soc2: ["CC6.7"],
    gdpr: ["32.1.a"],
    psd2: ["RTS 35"],
    "aws-fsbp": ["APIGateway.10"],
  },
  judge: ({ read }) => {
    if (!/^HTTP(_PROXY)?$/.test(read.text("integrationType") ?? "")) return undefined;
    if (read.text("connectionType") === "VPC_LINK") {
      return read.has("tlsConfig") ? undefined : "The API calls its private backend over plain HTTP.";
    }
    return /^http:/i.test(read.text("integrationUri") ?? "") ? "The API calls its backend over plain HTTP." : undefined;
  },
});
