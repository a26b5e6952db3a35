import { rule } from "../../core/rule.ts";

/** Events are not deleted by one call. */
export const requireEventStoreProtection = rule({
  name: "require-event-store-protection",
  description: "Event data stores are protected against termination.",
  types: ["aws:cloudtrail/eventDataStore:EventDataStore"],
  property: "cloudtrail.EventDataStore.terminationProtectionEnabled",
  severity: "high",
  level: "mandatory",
  reason: "An intruder, or a wrong deployment, deletes the record of years.",
  remediation: "Set `terminationProtectionEnabled` to true, or leave it out.",
  controls: { "pci-dss-4.0.1": ["10.3.2", "10.5.1"], soc2: ["A1.2", "CC7.2"], gdpr: ["32.1.b"] },
  judge: ({ read }) =>
    read.flag("terminationProtectionEnabled") === false ? "The store is not protected against termination." : undefined,
  remediate: (properties) =>
    properties["terminationProtectionEnabled"] === false
      ? { ...properties, terminationProtectionEnabled: true }
      : properties,
});
