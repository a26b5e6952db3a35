import { rule } from "../../core/rule.ts";

/** What a tunnel does is recorded. */
export const requireVpnLogging = rule({
  name: "require-vpn-logging",
  description: "Both tunnels of a VPN connection log to CloudWatch.",
  types: ["aws:ec2/vpnConnection:VpnConnection"],
  property: "ec2.VpnConnection.tunnelLogOptions",
  severity: "low",
  level: "advisory",
  reason: "A tunnel that fails, or is probed, leaves no trace without its log.",
  remediation: "Set `tunnel1LogOptions` and `tunnel2LogOptions` with `cloudwatchLogOptions.logEnabled` true.",
  controls: { "pci-dss-4.0.1": ["10.2.1"], soc2: ["CC7.2"], "aws-fsbp": ["EC2.171"] },
  judge: ({ read }) => {
    const silent = [1, 2].filter(
      (tunnel) => read.block(`tunnel${tunnel}LogOptions`)?.block("cloudwatchLogOptions")?.flag("logEnabled") !== true,
    );
    return silent.length === 0 ? undefined : `The connection logs nothing of tunnel ${silent.join(" and ")}.`;
  },
});
