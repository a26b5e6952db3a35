import { rule } from "../../core/rule.ts";

/** Who connects from outside is recorded. */
export const requireClientVpnLogging = rule({
  name: "require-client-vpn-logging",
  description: "Client VPN endpoints log connections.",
  types: ["aws:ec2clientvpn/endpoint:Endpoint"],
  property: "ec2clientvpn.Endpoint.connectionLogOptions",
  severity: "medium",
  level: "mandatory",
  reason: "With stolen credentials somebody is inside the network, and nothing shows from where.",
  remediation: "Set `connectionLogOptions.enabled` to true with a log group.",
  controls: { "pci-dss-4.0.1": ["10.2.1"], soc2: ["CC7.2"], psd2: ["RTS 29"], "aws-fsbp": ["EC2.51"] },
  judge: ({ read }) =>
    read.block("connectionLogOptions")?.flag("enabled") === true
      ? undefined
      : "Connections to the network are not logged.",
});
