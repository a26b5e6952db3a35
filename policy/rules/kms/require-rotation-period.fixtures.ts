import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { key } from "./compliant.ts";
import { requireRotationPeriod } from "./require-rotation-period.ts";

/** Periods of rotation. */
export const fixtures: Fixtures = {
  rule: requireRotationPeriod,
  compliant: {
    "a year, as nothing is said": { properties: key },
    "90 days": { properties: changed(key, { rotationPeriodInDays: 90 }) },
  },
  violating: {
    "seven years": {
      properties: changed(key, { rotationPeriodInDays: 2560 }),
      faults: ["The key rotates every 2560 days, more than 365."],
    },
    "more than the setting": {
      properties: changed(key, { rotationPeriodInDays: 366 }),
      settings: { maxDays: 180 },
      faults: ["The key rotates every 366 days, more than 180."],
    },
  },
  unknown: {
    period: { properties: changed(key, { rotationPeriodInDays: UNKNOWN }), path: "rotationPeriodInDays" },
  },
};
