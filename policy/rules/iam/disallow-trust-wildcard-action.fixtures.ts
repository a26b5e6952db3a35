import { UNKNOWN } from "../../core/fixtures.ts";
import { trustFixtures } from "./trust-cases.ts";
import { disallowTrustWildcardAction } from "./disallow-trust-wildcard-action.ts";

/** What disallow-trust-wildcard-action allows, finds, and cannot tell. */
export const fixtures = trustFixtures(disallowTrustWildcardAction, {
  allowed: {
    "two actions": {
      Effect: "Allow",
      Principal: { Service: "lambda.amazonaws.com" },
      Action: ["sts:AssumeRole", "sts:TagSession"],
    },
  },
  refused: {
    "all of STS": [
      { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:*" },
      "allows sts:*.",
    ],
    all: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "*" }, "allows *."],
  },
  unknown: {
    "the action": [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: UNKNOWN }, "Action"],
  },
});
