import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { risks } from "./compliant.ts";
import { requireTakeoverResponse } from "./require-takeover-response.ts";

const high = (eventAction: unknown): object => ({ actions: { highAction: { eventAction, notify: true } } });

/** Configurations by what they do about sign-ins of high risk. */
export const fixtures: Fixtures = {
  rule: requireTakeoverResponse,
  compliant: {
    blocked: { properties: risks },
    "a second factor": { properties: changed(risks, { accountTakeoverRiskConfiguration: high("MFA_REQUIRED") }) },
  },
  violating: {
    nothing: {
      properties: changed(risks, { accountTakeoverRiskConfiguration: high("NO_ACTION") }),
      faults: ["Sign-ins of high risk are let through."],
    },
  },
  unknown: {
    "the action": {
      properties: changed(risks, { accountTakeoverRiskConfiguration: high(UNKNOWN) }),
      path: "accountTakeoverRiskConfiguration.actions.highAction.eventAction",
    },
  },
};
