import { UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { authority } from "./compliant.ts";
import { requireAuthorityDeletionWindow } from "./require-authority-deletion-window.ts";

/** Windows of several lengths. */
export const fixtures: Fixtures = {
  rule: requireAuthorityDeletionWindow,
  compliant: {
    "the default": { properties: authority },
    "30 days": { properties: { ...authority, permanentDeletionTimeInDays: 30 } },
  },
  violating: {
    "a week": {
      properties: { ...authority, permanentDeletionTimeInDays: 7 },
      faults: ["The authority is gone 7 days after its deletion."],
    },
  },
  unknown: {
    it: { properties: { ...authority, permanentDeletionTimeInDays: UNKNOWN }, path: "permanentDeletionTimeInDays" },
  },
};
