import { rule } from "../../core/rule.ts";

/** Tokens are fetched over TLS. */
export const requireHttpsTokenEndpoint = rule({
  name: "require-https-token-endpoint",
  description: "Connections of EventBridge fetch their OAuth tokens over HTTPS.",
  types: ["aws:cloudwatch/eventConnection:EventConnection"],
  property: "cloudwatch.EventConnection.authParameters.oauth.authorizationEndpoint",
  severity: "high",
  level: "mandatory",
  reason: "Over plain HTTP the client's secret and the token go to everyone on the way.",
  remediation: "Set `authParameters.oauth.authorizationEndpoint` to an address that begins with https://.",
  controls: { "pci-dss-4.0.1": ["4.2.1", "8.3.2"], soc2: ["CC6.7"], psd2: ["RTS 22"] },
  judge: ({ read }) => {
    const address = read.block("authParameters")?.block("oauth")?.text("authorizationEndpoint") ?? "";
    return /^http:/i.test(address) ? `Tokens are fetched over plain HTTP: ${address}.` : undefined;
  },
});
