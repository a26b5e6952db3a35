import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { risks } from "./compliant.ts";
import { requireCompromisedCredentialsBlock } from "./require-compromised-credentials-block.ts";

/** Configurations by what they do about stolen passwords. */
export const fixtures: Fixtures = {
  rule: requireCompromisedCredentialsBlock,
  compliant: {
    blocked: { properties: risks },
    "another part alone": { properties: changed(risks, { compromisedCredentialsRiskConfiguration: undefined }) },
  },
  violating: {
    nothing: {
      properties: changed(risks, {
        compromisedCredentialsRiskConfiguration: { actions: { eventAction: "NO_ACTION" } },
      }),
      faults: ["Passwords that are known to be stolen are taken."],
    },
  },
  unknown: {
    "the action": {
      properties: changed(risks, { compromisedCredentialsRiskConfiguration: { actions: { eventAction: UNKNOWN } } }),
      path: "compromisedCredentialsRiskConfiguration.actions.eventAction",
    },
  },
};
