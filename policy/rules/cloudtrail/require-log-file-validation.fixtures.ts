import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { trail } from "./compliant.ts";
import { requireLogFileValidation } from "./require-log-file-validation.ts";

/** With and without it. */
export const fixtures: Fixtures = {
  rule: requireLogFileValidation,
  compliant: { on: { properties: trail } },
  violating: {
    absent: {
      properties: changed(trail, { enableLogFileValidation: undefined }),
      faults: ["The trail writes no digests of its files."],
    },
    off: {
      properties: changed(trail, { enableLogFileValidation: false }),
      faults: ["The trail writes no digests of its files."],
    },
  },
  unknown: {
    it: { properties: changed(trail, { enableLogFileValidation: UNKNOWN }), path: "enableLogFileValidation" },
  },
};
