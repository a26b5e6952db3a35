import { UNKNOWN } from "../../core/fixtures.ts";
import { identityFixtures } from "./compliant.ts";
import { disallowNotAction } from "./disallow-not-action.ts";

/** What disallow-not-action allows, finds, and cannot tell. */
export const fixtures = identityFixtures(disallowNotAction, {
  allowed: { refused: { Effect: "Deny", NotAction: "iam:*", Resource: "*" } },
  refused: {
    allowed: [
      { Effect: "Allow", NotAction: ["iam:*", "organizations:*"], Resource: "*" },
      "allows all actions but those it lists.",
    ],
  },
  unknown: { "the list": [{ Effect: "Allow", NotAction: UNKNOWN, Resource: "*" }, "NotAction"] },
});
