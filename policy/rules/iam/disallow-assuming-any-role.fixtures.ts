import { UNKNOWN } from "../../core/fixtures.ts";
import { identityFixtures } from "./compliant.ts";
import { disallowAssumingAnyRole } from "./disallow-assuming-any-role.ts";

/** What disallow-assuming-any-role allows, finds, and cannot tell. */
export const fixtures = identityFixtures(disallowAssumingAnyRole, {
  allowed: {
    "on one": { Effect: "Allow", Action: "sts:AssumeRole", Resource: "arn:aws:iam::111122223333:role/audit" },
    refused: { Effect: "Deny", Action: "sts:AssumeRole", Resource: "*" },
  },
  refused: {
    "on everything": [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }, "allows sts:AssumeRole on *."],
    "on all of a kind": [
      { Effect: "Allow", Action: "sts:AssumeRole", Resource: "arn:aws:iam::*:role/*" },
      "allows sts:AssumeRole on arn:aws:iam::*:role/*.",
    ],
  },
  unknown: {
    "an action": [{ Effect: "Allow", Action: [UNKNOWN], Resource: "*" }, "Action[0]"],
    "the resource": [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: UNKNOWN }, "Resource"],
  },
});
