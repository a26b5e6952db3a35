import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { table } from "./compliant.ts";
import { requireTableDeletionProtection } from "./require-table-deletion-protection.ts";

/** A table with and without deletion protection. */
export const fixtures: Fixtures = {
  rule: requireTableDeletionProtection,
  compliant: {
    on: { properties: table },
  },
  violating: {
    "nothing said": {
      properties: changed(table, { deletionProtectionEnabled: undefined }),
      faults: ["The table has no deletion protection."],
    },
    off: {
      properties: changed(table, { deletionProtectionEnabled: false }),
      faults: ["The table has no deletion protection."],
    },
    "Pulumi's own protection, which holds for Pulumi alone": {
      properties: changed(table, { deletionProtectionEnabled: undefined }),
      protect: true,
      faults: ["The table has no deletion protection."],
    },
  },
  unknown: {
    it: { properties: changed(table, { deletionProtectionEnabled: UNKNOWN }), path: "deletionProtectionEnabled" },
  },
};
