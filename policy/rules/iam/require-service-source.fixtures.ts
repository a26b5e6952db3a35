import { UNKNOWN } from "../../core/fixtures.ts";
import { resourceFixtures } from "./resource-cases.ts";
import { requireServiceSource } from "./require-service-source.ts";

/** What require-service-source allows, finds, and cannot tell. */
export const fixtures = resourceFixtures(requireServiceSource, {
  allowed: {
    "with its source": {
      principal: { Service: "sns.amazonaws.com" },
      condition: { ArnLike: { "aws:SourceArn": "arn:aws:sns:eu-west-1:111122223333:orders" } },
    },
    "with its account": {
      principal: { Service: ["s3.amazonaws.com", "delivery.logs.amazonaws.com"] },
      condition: { StringEquals: { "AWS:SourceAccount": ["111122223333"] } },
    },
    "with its organization": {
      principal: { Service: "sns.amazonaws.com" },
      condition: { StringEquals: { "aws:SourceOrgID": "o-a1b2c3d4e5" } },
    },
  },
  refused: {
    without: [{ principal: { Service: "sns.amazonaws.com" } }, () => "lets sns.amazonaws.com act for any account."],
    "for any source": [
      { principal: { Service: ["s3.amazonaws.com"] }, condition: { StringLike: { "aws:SourceArn": "*" } } },
      () => "lets s3.amazonaws.com act for any account.",
    ],
    "only with TLS": [
      {
        principal: { Service: "sns.amazonaws.com", AWS: "arn:aws:iam::111122223333:role/orders" },
        condition: { Bool: { "aws:SecureTransport": "true" } },
      },
      () => "lets sns.amazonaws.com act for any account.",
    ],
  },
  unknown: {
    "the source": [
      { principal: { Service: "sns.amazonaws.com" }, condition: { ArnLike: { "aws:SourceArn": UNKNOWN } } },
      "Condition.ArnLike.aws:SourceArn",
    ],
    "the principal": [{ principal: { Service: UNKNOWN } }, "Principal.Service"],
  },
});
