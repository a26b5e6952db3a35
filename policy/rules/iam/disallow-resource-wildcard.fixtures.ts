import { UNKNOWN } from "../../core/fixtures.ts";
import { identityFixtures } from "./compliant.ts";
import { disallowResourceWildcard } from "./disallow-resource-wildcard.ts";

/** What disallow-resource-wildcard allows, finds, and cannot tell. */
export const fixtures = identityFixtures(disallowResourceWildcard, {
  allowed: {
    "on one": {
      Effect: "Allow",
      Action: ["sqs:SendMessage", "logs:PutLogEvents"],
      Resource: "arn:aws:sqs:eu-west-1:111122223333:orders",
    },
    refused: { Effect: "Deny", Action: ["sqs:SendMessage", "logs:PutLogEvents"], Resource: "*" },
    "actions that take no resource": {
      Effect: "Allow",
      Action: [
        "xray:PutTraceSegments",
        "xray:PutTelemetryRecords",
        "kms:GenerateRandom",
        "sts:GetCallerIdentity",
        "ecr:GetAuthorizationToken",
        "cloudwatch:PutMetricData",
        "s3:ListAllMyBuckets",
        "dynamodb:ListTables",
      ],
      Resource: "*",
    },
    listings: {
      Effect: "Allow",
      Action: ["ec2:DescribeInstances", "ec2:Describe*", "logs:DescribeLogGroups"],
      Resource: "*",
    },
    "by tag": {
      Effect: "Allow",
      Action: "sqs:SendMessage",
      Resource: "*",
      Condition: { StringEquals: { "aws:ResourceTag/team": "orders" } },
    },
    "by a key of the service": {
      Effect: "Allow",
      Action: "ec2:TerminateInstances",
      Resource: "*",
      Condition: { ArnEquals: { "ec2:Vpc": "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1" } },
    },
    "an interface in a network": {
      Effect: "Allow",
      Action: ["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface"],
      Resource: "*",
    },
    "as templates of Lambda write it": {
      Effect: "Allow",
      Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: "arn:aws:logs:*:*:*",
    },
    "all of one account": {
      Effect: "Allow",
      Action: "logs:PutLogEvents",
      Resource: "arn:aws:logs:eu-west-1:111122223333:log-group:*",
    },
  },
  refused: {
    "on everything": [
      { Effect: "Allow", Action: ["sqs:SendMessage", "logs:PutLogEvents"], Resource: "*" },
      "allows sqs:SendMessage, logs:PutLogEvents on *.",
    ],
    "an ARN of patterns": [
      { Effect: "Allow", Action: "sqs:SendMessage", Resource: "arn:aws:sqs:*:*:*" },
      "allows sqs:SendMessage on arn:aws:sqs:*:*:*.",
    ],
    "in a list": [
      { Effect: "Allow", Action: "sqs:SendMessage", Resource: ["arn:aws:sqs:eu-west-1:111122223333:orders", "*"] },
      "allows sqs:SendMessage on *.",
    ],
    "a pattern": [{ Effect: "Allow", Action: "lambda:Invoke*", Resource: "*" }, "allows lambda:Invoke* on *."],
    "a condition that holds without its key": [
      {
        Effect: "Allow",
        Action: "sqs:SendMessage",
        Resource: "*",
        Condition: { StringEqualsIfExists: { "aws:ResourceTag/team": "orders" } },
      },
      "allows sqs:SendMessage on *.",
    ],
    "a condition on the region": [
      {
        Effect: "Allow",
        Action: "sqs:SendMessage",
        Resource: "*",
        Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } },
      },
      "allows sqs:SendMessage on *.",
    ],
  },
  unknown: {
    "an action": [{ Effect: "Allow", Action: [UNKNOWN], Resource: "*" }, "Action[0]"],
    "the resource": [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: UNKNOWN }, "Resource"],
  },
});
