import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { stream } from "./compliant.ts";
import { requireStreamRetention } from "./require-stream-retention.ts";

/** How long streams keep records. */
export const fixtures: Fixtures = {
  rule: requireStreamRetention,
  compliant: {
    "a week": { properties: stream },
    "a year": { properties: changed(stream, { retentionPeriod: 8760 }) },
  },
  violating: {
    "nothing said, which is a day": {
      properties: changed(stream, { retentionPeriod: undefined }),
      faults: ["The stream forgets records after 24 hours, less than 168."],
    },
    "two days": {
      properties: changed(stream, { retentionPeriod: 48 }),
      faults: ["The stream forgets records after 48 hours, less than 168."],
    },
  },
  unknown: {
    period: { properties: changed(stream, { retentionPeriod: UNKNOWN }), path: "retentionPeriod" },
  },
};
