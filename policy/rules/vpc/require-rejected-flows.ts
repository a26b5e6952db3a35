import { rule } from "../../core/rule.ts";

/** Refused traffic is recorded. */
export const requireRejectedFlows = rule({
  name: "require-rejected-flows",
  description: "Flow logs record refused traffic.",
  types: ["aws:ec2/flowLog:FlowLog"],
  property: "ec2.FlowLog.trafficType",
  severity: "low",
  level: "mandatory",
  reason: "An intruder who feels about shows first in what is refused.",
  remediation: 'Set `trafficType` to "ALL" or "REJECT".',
  controls: { "pci-dss-4.0.1": ["10.2.1", "11.5.2"], soc2: ["CC7.2"], "aws-fsbp": ["EC2.6"] },
  judge: ({ read }) => (read.text("trafficType") === "ACCEPT" ? "The flow log leaves out refused traffic." : undefined),
});
