import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { smsPreferences } from "./compliant.ts";
import { requireSmsSpendLimit } from "./require-sms-spend-limit.ts";

/** Limits of spending. */
export const fixtures: Fixtures = {
  rule: requireSmsSpendLimit,
  compliant: {
    "nothing said, which is one dollar": { properties: smsPreferences },
    "as much as allowed": { properties: changed(smsPreferences, { monthlySpendLimit: 1000 }) },
  },
  violating: {
    "a lot": {
      properties: changed(smsPreferences, { monthlySpendLimit: 50_000 }),
      faults: ["Text messages may cost 50000 dollars a month, more than 1000."],
    },
  },
  unknown: {
    limit: { properties: changed(smsPreferences, { monthlySpendLimit: UNKNOWN }), path: "monthlySpendLimit" },
  },
};
