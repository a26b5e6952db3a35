import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { logGroup } from "./compliant.ts";
import { requireLogGroupDeletionProtection } from "./require-log-group-deletion-protection.ts";

/** Log groups with and without protection. */
export const fixtures: Fixtures = {
  rule: requireLogGroupDeletionProtection,
  compliant: {
    protected: { properties: logGroup },
    "kept when its stack goes": {
      properties: changed(logGroup, { deletionProtectionEnabled: undefined, skipDestroy: true }),
    },
    "protected by Pulumi": { properties: changed(logGroup, { deletionProtectionEnabled: undefined }), protect: true },
  },
  violating: {
    absent: {
      properties: changed(logGroup, { deletionProtectionEnabled: undefined }),
      faults: ["The log group can be deleted in one step."],
    },
    off: {
      properties: changed(logGroup, { deletionProtectionEnabled: false }),
      faults: ["The log group can be deleted in one step."],
    },
  },
  unknown: {
    "the protection": {
      properties: changed(logGroup, { deletionProtectionEnabled: UNKNOWN }),
      path: "deletionProtectionEnabled",
    },
  },
};
