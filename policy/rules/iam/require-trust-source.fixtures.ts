import { UNKNOWN } from "../../core/fixtures.ts";
import { trustFixtures } from "./trust-cases.ts";
import { requireTrustSource } from "./require-trust-source.ts";

/** What require-trust-source allows, finds, and cannot tell. */
export const fixtures = trustFixtures(requireTrustSource, {
  allowed: {
    "a function's, which its account's own functions alone can have": {
      Effect: "Allow",
      Principal: { Service: ["lambda.amazonaws.com", "edgelambda.amazonaws.com"] },
      Action: "sts:AssumeRole",
    },
    "with its account": {
      Effect: "Allow",
      Principal: { Service: "scheduler.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
    },
    "with its source": {
      Effect: "Allow",
      Principal: { Service: "states.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: { ArnLike: { "aws:SourceArn": "arn:aws:states:eu-west-1:111122223333:stateMachine:*" } },
    },
  },
  refused: {
    "a scheduler": [
      { Effect: "Allow", Principal: { Service: "scheduler.amazonaws.com" }, Action: "sts:AssumeRole" },
      "lets scheduler.amazonaws.com take the role on for any account.",
    ],
    "logs of a region": [
      {
        Effect: "Allow",
        Principal: { Service: ["logs.eu-west-1.amazonaws.com", "lambda.amazonaws.com"] },
        Action: "sts:AssumeRole",
      },
      "lets logs.eu-west-1.amazonaws.com take the role on for any account.",
    ],
  },
  unknown: {
    "the service": [
      { Effect: "Allow", Principal: { Service: UNKNOWN }, Action: "sts:AssumeRole" },
      "Principal.Service",
    ],
  },
});
