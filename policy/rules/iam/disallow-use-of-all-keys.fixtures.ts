import { UNKNOWN } from "../../core/fixtures.ts";
import { identityFixtures } from "./compliant.ts";
import { disallowUseOfAllKeys } from "./disallow-use-of-all-keys.ts";

/** What disallow-use-of-all-keys allows, finds, and cannot tell. */
export const fixtures = identityFixtures(disallowUseOfAllKeys, {
  allowed: {
    "on one": {
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: "arn:aws:kms:eu-west-1:111122223333:key/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a",
    },
    refused: { Effect: "Deny", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: "*" },
    "by alias": {
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: "arn:aws:kms:eu-west-1:111122223333:key/*",
      Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/orders" } },
    },
  },
  refused: {
    "on everything": [
      { Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: "*" },
      "allows kms:Decrypt, kms:GenerateDataKey on *.",
    ],
    "on all of a kind": [
      { Effect: "Allow", Action: "kms:Decrypt", Resource: "arn:aws:kms:*:111122223333:key/*" },
      "allows kms:Decrypt on arn:aws:kms:*:111122223333:key/*.",
    ],
  },
  unknown: {
    "an action": [{ Effect: "Allow", Action: [UNKNOWN], Resource: "*" }, "Action[0]"],
    "the resource": [{ Effect: "Allow", Action: "kms:Decrypt", Resource: UNKNOWN }, "Resource"],
  },
});
