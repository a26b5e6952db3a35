import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { inlineReplica, table } from "./compliant.ts";
import { requireInlineReplicaDeletionProtection } from "./require-inline-replica-deletion-protection.ts";

/** Replicas as blocks of their table, protected and not. */
export const fixtures: Fixtures = {
  rule: requireInlineReplicaDeletionProtection,
  compliant: {
    "no replica": { properties: table },
    "a protected replica": { properties: changed(table, { replicas: [inlineReplica] }) },
  },
  violating: {
    "nothing said": {
      properties: changed(table, { replicas: [changed(inlineReplica, { deletionProtectionEnabled: undefined })] }),
      faults: ["The replica in us-east-1 has no deletion protection."],
    },
    off: {
      properties: changed(table, { replicas: [changed(inlineReplica, { deletionProtectionEnabled: false })] }),
      faults: ["The replica in us-east-1 has no deletion protection."],
    },
  },
  unknown: {
    it: {
      properties: changed(table, { replicas: [changed(inlineReplica, { deletionProtectionEnabled: UNKNOWN })] }),
      path: "replicas[0].deletionProtectionEnabled",
    },
  },
};
