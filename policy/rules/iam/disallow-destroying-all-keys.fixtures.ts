import { UNKNOWN } from "../../core/fixtures.ts";
import { identityFixtures } from "./compliant.ts";
import { disallowDestroyingAllKeys } from "./disallow-destroying-all-keys.ts";

/** What disallow-destroying-all-keys allows, finds, and cannot tell. */
export const fixtures = identityFixtures(disallowDestroyingAllKeys, {
  allowed: {
    "on one": {
      Effect: "Allow",
      Action: ["kms:ScheduleKeyDeletion", "kms:PutKeyPolicy"],
      Resource: "arn:aws:kms:eu-west-1:111122223333:key/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a",
    },
    refused: { Effect: "Deny", Action: ["kms:ScheduleKeyDeletion", "kms:PutKeyPolicy"], Resource: "*" },
  },
  refused: {
    "on everything": [
      { Effect: "Allow", Action: ["kms:ScheduleKeyDeletion", "kms:PutKeyPolicy"], Resource: "*" },
      "allows kms:ScheduleKeyDeletion, kms:PutKeyPolicy on *.",
    ],
    "on all of a kind": [
      { Effect: "Allow", Action: "kms:ScheduleKeyDeletion", Resource: "arn:aws:kms:*:111122223333:key/*" },
      "allows kms:ScheduleKeyDeletion on arn:aws:kms:*:111122223333:key/*.",
    ],
  },
  unknown: {
    "an action": [{ Effect: "Allow", Action: [UNKNOWN], Resource: "*" }, "Action[0]"],
    "the resource": [{ Effect: "Allow", Action: "kms:ScheduleKeyDeletion", Resource: UNKNOWN }, "Resource"],
  },
});
