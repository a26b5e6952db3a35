import { rule } from "../../core/rule.ts";

/** No password of a service lives longer than needed. */
export const disallowServiceSpecificCredential = rule({
  name: "disallow-service-specific-credential",
  description: "No active credential of a single service is made for a user without an expiry.",
  types: ["aws:iam/serviceSpecificCredential:ServiceSpecificCredential"],
  property: "iam.ServiceSpecificCredential.status",
  severity: "medium",
  level: "mandatory",
  reason: "A password that never expires is found years later in a build's configuration, and still opens the service.",
  remediation: 'Use a role with short sessions, or set `credentialAgeDays`, or set `status` to "Inactive".',
  controls: { "pci-dss-4.0.1": ["8.3.9", "8.6.3"], soc2: ["CC6.1"] },
  judge: ({ read }) =>
    read.text("status") === "Inactive" || read.has("credentialAgeDays")
      ? undefined
      : "The user has a credential of a service that does not expire.",
});
