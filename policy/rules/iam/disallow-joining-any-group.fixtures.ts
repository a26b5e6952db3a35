import { UNKNOWN } from "../../core/fixtures.ts";
import { identityFixtures } from "./compliant.ts";
import { disallowJoiningAnyGroup } from "./disallow-joining-any-group.ts";

/** What disallow-joining-any-group allows, finds, and cannot tell. */
export const fixtures = identityFixtures(disallowJoiningAnyGroup, {
  allowed: {
    "on one": { Effect: "Allow", Action: "iam:AddUserToGroup", Resource: "arn:aws:iam::111122223333:group/readers" },
    refused: { Effect: "Deny", Action: "iam:AddUserToGroup", Resource: "*" },
  },
  refused: {
    "on everything": [
      { Effect: "Allow", Action: "iam:AddUserToGroup", Resource: "*" },
      "allows iam:AddUserToGroup on *.",
    ],
    "on all of a kind": [
      { Effect: "Allow", Action: "iam:AddUserToGroup", Resource: "arn:aws:iam::111122223333:group/*" },
      "allows iam:AddUserToGroup on arn:aws:iam::111122223333:group/*.",
    ],
  },
  unknown: {
    "an action": [{ Effect: "Allow", Action: [UNKNOWN], Resource: "*" }, "Action[0]"],
    "the resource": [{ Effect: "Allow", Action: "iam:AddUserToGroup", Resource: UNKNOWN }, "Resource"],
  },
});
