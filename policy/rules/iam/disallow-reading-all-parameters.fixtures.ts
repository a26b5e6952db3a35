import { UNKNOWN } from "../../core/fixtures.ts";
import { identityFixtures } from "./compliant.ts";
import { disallowReadingAllParameters } from "./disallow-reading-all-parameters.ts";

/** What disallow-reading-all-parameters allows, finds, and cannot tell. */
export const fixtures = identityFixtures(disallowReadingAllParameters, {
  allowed: {
    "on one": {
      Effect: "Allow",
      Action: ["ssm:GetParameter", "ssm:GetParametersByPath"],
      Resource: "arn:aws:ssm:eu-west-1:111122223333:parameter/orders/*",
    },
    refused: { Effect: "Deny", Action: ["ssm:GetParameter", "ssm:GetParametersByPath"], Resource: "*" },
  },
  refused: {
    "on everything": [
      { Effect: "Allow", Action: ["ssm:GetParameter", "ssm:GetParametersByPath"], Resource: "*" },
      "allows ssm:GetParameter, ssm:GetParametersByPath on *.",
    ],
    "on all of a kind": [
      { Effect: "Allow", Action: "ssm:GetParameter", Resource: "arn:aws:ssm:eu-west-1:111122223333:parameter/*" },
      "allows ssm:GetParameter on arn:aws:ssm:eu-west-1:111122223333:parameter/*.",
    ],
  },
  unknown: {
    "an action": [{ Effect: "Allow", Action: [UNKNOWN], Resource: "*" }, "Action[0]"],
    "the resource": [{ Effect: "Allow", Action: "ssm:GetParameter", Resource: UNKNOWN }, "Resource"],
  },
});
