import { rule } from "../../core/rule.ts";

/** What goes to web addresses goes over TLS. */
export const requireHttpsApiDestination = rule({
  name: "require-https-api-destination",
  description: "API destinations of EventBridge use HTTPS.",
  types: ["aws:cloudwatch/eventApiDestination:EventApiDestination"],
  property: "cloudwatch.EventApiDestination.invocationEndpoint",
  severity: "high",
  level: "mandatory",
  reason: "Over plain HTTP everyone on the way reads the event and the credentials of the call.",
  remediation: "Set `invocationEndpoint` to an address that begins with https://.",
  controls: { "pci-dss-4.0.1": ["4.2.1"], soc2: ["CC6.7"], gdpr: ["32.1.a"], psd2: ["RTS 35"] },
  judge: ({ read }) => {
    const address = read.text("invocationEndpoint") ?? "";
    return /^http:/i.test(address) ? `The destination is called over plain HTTP: ${address}.` : undefined;
  },
});
