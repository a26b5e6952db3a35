import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { sampling } from "./compliant.ts";
import { requireTraceSampling } from "./require-trace-sampling.ts";

/** Rules that sample something, and nothing. */
export const fixtures: Fixtures = {
  rule: requireTraceSampling,
  compliant: {
    some: { properties: sampling },
    "one a second": { properties: changed(sampling, { fixedRate: 0 }) },
    "a part": { properties: changed(sampling, { reservoirSize: 0 }) },
  },
  violating: {
    nothing: {
      properties: changed(sampling, { fixedRate: 0, reservoirSize: 0 }),
      faults: ["The rule traces nothing of what it matches."],
    },
  },
  unknown: { "the rate": { properties: changed(sampling, { fixedRate: UNKNOWN }), path: "fixedRate" } },
};
