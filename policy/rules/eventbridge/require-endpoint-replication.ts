import { rule } from "../../core/rule.ts";

/** Events that one region took are in the other too. */
export const requireEndpointReplication = rule({
  name: "require-endpoint-replication",
  description: "Global endpoints of EventBridge replicate events.",
  types: ["aws:cloudwatch/eventEndpoint:EventEndpoint"],
  property: "cloudwatch.EventEndpoint.replicationConfig",
  severity: "medium",
  level: "mandatory",
  reason: "Without replication, what the lost region took stays there, and falling back by itself does not work.",
  remediation: 'Leave `replicationConfig.state` out, or set it to "ENABLED".',
  controls: { soc2: ["A1.2"], gdpr: ["32.1.b"], psd2: ["PSD2 95"], "aws-fsbp": ["EventBridge.4"] },
  judge: ({ read }) => {
    const state = read.block("replicationConfig")?.text("state") ?? "ENABLED";
    return state === "ENABLED" ? undefined : "The endpoint does not replicate events.";
  },
});
