import { rule } from "../../core/rule.ts";

/** Nobody asks for an old TLS at an API's own endpoint. */
export const disallowOldEndpointTls = rule({
  name: "disallow-old-endpoint-tls",
  description: "The own endpoint of a REST API is not held open for TLS 1.0.",
  types: ["aws:apigateway/restApi:RestApi"],
  property: "apigateway.RestApi.securityPolicy",
  severity: "medium",
  level: "mandatory",
  reason: "TLS 1.0 and 1.1 are broken: what goes through them can be read or changed on its way.",
  remediation: 'Set `securityPolicy` to "TLS_1_2" or "SecurityPolicy_TLS13_…", or `disableExecuteApiEndpoint` to true.',
  controls: { "pci-dss-4.0.1": ["4.2.1"], soc2: ["CC6.7"], gdpr: ["32.1.a"], psd2: ["RTS 35"] },
  judge: ({ read }) => {
    if (read.text("securityPolicy") !== "TLS_1_0" || read.flag("disableExecuteApiEndpoint") === true) return undefined;
    return "The API's endpoint takes TLS 1.0.";
  },
});
