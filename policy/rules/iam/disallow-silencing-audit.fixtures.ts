import { UNKNOWN } from "../../core/fixtures.ts";
import { identityFixtures } from "./compliant.ts";
import { disallowSilencingAudit } from "./disallow-silencing-audit.ts";

/** What disallow-silencing-audit allows, finds, and cannot tell. */
export const fixtures = identityFixtures(disallowSilencingAudit, {
  allowed: {
    "on one": {
      Effect: "Allow",
      Action: ["cloudtrail:StopLogging", "logs:DeleteLogGroup"],
      Resource: "arn:aws:cloudtrail:eu-west-1:111122223333:trail/sandbox",
    },
    refused: { Effect: "Deny", Action: ["cloudtrail:StopLogging", "logs:DeleteLogGroup"], Resource: "*" },
  },
  refused: {
    "on everything": [
      { Effect: "Allow", Action: ["cloudtrail:StopLogging", "logs:DeleteLogGroup"], Resource: "*" },
      "allows cloudtrail:StopLogging, logs:DeleteLogGroup on *.",
    ],
    "on all of a kind": [
      {
        Effect: "Allow",
        Action: "cloudtrail:StopLogging",
        Resource: "arn:aws:cloudtrail:eu-west-1:111122223333:trail/*",
      },
      "allows cloudtrail:StopLogging on arn:aws:cloudtrail:eu-west-1:111122223333:trail/*.",
    ],
  },
  unknown: {
    "an action": [{ Effect: "Allow", Action: [UNKNOWN], Resource: "*" }, "Action[0]"],
    "the resource": [{ Effect: "Allow", Action: "cloudtrail:StopLogging", Resource: UNKNOWN }, "Resource"],
  },
});
