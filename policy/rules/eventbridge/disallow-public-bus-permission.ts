import { rule } from "../../core/rule.ts";

/** No permission on a bus is for everyone. */
export const disallowPublicBusPermission = rule({
  name: "disallow-public-bus-permission",
  description: "Permissions on event buses are for an account or an organization.",
  types: ["aws:cloudwatch/eventPermission:EventPermission"],
  property: "cloudwatch.EventPermission.principal",
  severity: "critical",
  level: "mandatory",
  reason: "Events of any AWS account would be taken for the system's own.",
  remediation: "Set `principal` to an account's number, or add a `condition` on `aws:PrincipalOrgID`.",
  controls: { "pci-dss-4.0.1": ["1.4.4", "7.2.1", "7.3.3"], soc2: ["CC6.1", "CC6.6"], gdpr: ["25.2", "32.1.b"] },
  judge: ({ read }) => {
    if (read.text("principal") !== "*") return undefined;
    const condition = read.block("condition");
    const narrowed =
      condition?.text("key")?.toLowerCase() === "aws:principalorgid" && !/^[*?]*$/.test(condition.text("value") ?? "");
    return narrowed ? undefined : "Everyone may put events on the bus.";
  },
});
