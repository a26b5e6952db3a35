import { rule } from "../../core/rule.ts";

/** A changed record is noticed. */
export const requireLogFileValidation = rule({
  name: "require-log-file-validation",
  description: "Trails write digests of their files.",
  types: ["aws:cloudtrail/trail:Trail"],
  property: "cloudtrail.Trail.enableLogFileValidation",
  severity: "medium",
  level: "mandatory",
  reason: "Without digests nobody can show that the files are those that CloudTrail wrote.",
  remediation: "Set `enableLogFileValidation` to true.",
  controls: {
    "pci-dss-4.0.1": ["10.3.2", "10.3.4", "11.5.2"],
    soc2: ["CC7.2"],
    gdpr: ["5.1.f"],
    "aws-fsbp": ["CloudTrail.4"],
  },
  judge: ({ read }) =>
    read.flag("enableLogFileValidation") === true ? undefined : "The trail writes no digests of its files.",
  remediate: (properties) =>
    properties["enableLogFileValidation"] === true ? properties : { ...properties, enableLogFileValidation: true },
});
