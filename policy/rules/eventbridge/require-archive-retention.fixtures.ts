import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { archive } from "./compliant.ts";
import { requireArchiveRetention } from "./require-archive-retention.ts";

/** Archives with and without an end. */
export const fixtures: Fixtures = {
  rule: requireArchiveRetention,
  compliant: {
    "90 days": { properties: archive },
  },
  violating: {
    "nothing said": {
      properties: changed(archive, { retentionDays: undefined }),
      faults: ["The archive keeps events for ever."],
    },
    zero: { properties: changed(archive, { retentionDays: 0 }), faults: ["The archive keeps events for ever."] },
  },
  unknown: {
    days: { properties: changed(archive, { retentionDays: UNKNOWN }), path: "retentionDays" },
  },
};
