import { changed, MAIN, UNKNOWN, type Companion, type FixtureCase, type Fixtures } from "../../core/fixtures.ts";
import { alarmOn, queueArn } from "../compliant.ts";
import { requireIdenticalCells } from "./require-identical-cells.ts";

const [queue = "", ...otherTypes] = requireIdenticalCells.types.toSorted(
  (a, b) => Number(b.includes("sqs")) - Number(a.includes("sqs")),
);
const eu = { name: "prod-eu-inbox", region: "eu-west-1", tags: { cell: "eu", stage: "prod", residency: "EU" } };
const us = { name: "prod-us-inbox", region: "us-east-1", tags: { cell: "us", stage: "prod", residency: "US" } };
const authority = JSON.stringify({ Resource: "arn:aws:dynamodb:eu-west-1:111122223333:table/prod-authority" });
const role = (cell: string): string => JSON.stringify({ Resource: `arn:aws:iam::111122223333:role/prod-${cell}-x` });
const made = "0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a";
const peer = (type: string, properties: FixtureCase["properties"]): readonly Companion[] => [
  { type, name: MAIN, properties },
];
const pair = (type: string, own: FixtureCase["properties"], other: FixtureCase["properties"]): FixtureCase => ({
  type,
  properties: changed(eu, own),
  otherStacks: [peer(type, changed(us, other))],
});

/** What the other laws ask of some of these types. */
const alarm = alarmOn("x-dlq");
const lawful = {
  disableExecuteApiEndpoint: true,
  authorization: "AWS_IAM",
  target: { deadLetterConfig: { arn: queueArn("x-dlq") } },
  destinationConfig: { onFailure: { destinationArn: queueArn("x-dlq") } },
};

/** Two cells that are the same but for what sets them apart, and two that are not. */
export const fixtures: Fixtures = {
  rule: requireIdenticalCells,
  compliant: {
    "names, regions and residency of their own": pair(queue, {}, {}),
    "the same place of a stage in both": pair(queue, { policy: authority }, { policy: authority }),
    "documents that name the cell": pair(queue, { policy: role("eu") }, { policy: role("us") }),
    "ids that AWS made": pair(queue, { kmsMasterKeyId: made }, { kmsMasterKeyId: made.replaceAll("b", "c") }),
    "networks of their own": pair(queue, { cidr: "10.0.16.0/20" }, { cidr: "10.1.16.0/20" }),
    "what may differ": {
      ...pair(queue, { delaySeconds: 5 }, {}),
      settings: { mayDiffer: ["Queue main.delaySeconds"] },
    },
    "another stage": pair(queue, { delaySeconds: 5 }, { tags: { cell: "us", stage: "staging", residency: "US" } }),
    "what a stage has once": pair(queue, { delaySeconds: 5 }, { tags: { cell: "global", stage: "prod" } }),
    ...Object.fromEntries(otherTypes.map((type) => [type, { ...pair(type, lawful, lawful), companions: [alarm] }])),
  },
  violating: {
    "another value": {
      ...pair(queue, { delaySeconds: 5 }, { delaySeconds: 10 }),
      faults: ["Cell us has another `delaySeconds`."],
    },
    "a value that the other has not": {
      ...pair(queue, { delaySeconds: 5 }, {}),
      faults: ["Cell us has another `delaySeconds`."],
    },
    "another document": {
      ...pair(
        queue,
        { policy: JSON.stringify({ Action: "sqs:*" }) },
        { policy: JSON.stringify({ Action: "sqs:Get*" }) },
      ),
      faults: ["Cell us has another `policy`."],
    },
    "nothing on the other side": {
      type: queue,
      properties: eu,
      otherStacks: [[{ type: queue, name: "elsewhere", properties: us }]],
      faults: ["Cell us has no such resource."],
    },
  },
  unknown: {
    tags: { ...pair(queue, { tags: UNKNOWN }, {}), path: "tags" },
    value: { ...pair(queue, { delaySeconds: UNKNOWN }, {}), path: "delaySeconds" },
  },
};
