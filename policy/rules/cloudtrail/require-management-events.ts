import { rule } from "../../core/rule.ts";
import { recordsManagement } from "./selectors.ts";

/** All that is done to the account is recorded. */
export const requireManagementEvents = rule({
  name: "require-management-events",
  description: "Trails record all management events, reads and writes.",
  types: ["aws:cloudtrail/trail:Trail"],
  property: "cloudtrail.Trail.eventSelectors.includeManagementEvents",
  severity: "high",
  level: "mandatory",
  reason: "An intruder reads first; a trail of writes alone shows the break-in when it is done.",
  remediation: 'Set `readWriteType` to "All" and `includeManagementEvents` to true, or leave both out.',
  controls: { "pci-dss-4.0.1": ["10.2.1"], soc2: ["CC7.2"], gdpr: ["33.1"], "aws-fsbp": ["CloudTrail.1"] },
  judge: ({ read }) => (recordsManagement(read) ? undefined : "The trail does not record all management events."),
});
