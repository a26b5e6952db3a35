import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { tags, vault } from "../compliant.ts";
import { requireResidencyRegion } from "./require-residency-region.ts";

const at = (type: string, properties: Readonly<Record<string, unknown>>) => ({ type, properties });

/** Stores inside and outside their residency. */
export const fixtures: Fixtures = {
  rule: requireResidencyRegion,
  compliant: {
    "a vault at home": { properties: vault },
    "users at home": at("aws:cognito/userPool:UserPool", {
      name: "prod-us",
      region: "us-east-1",
      tags: { residency: "US" },
    }),
    "a bucket of no residency": at("aws:s3/bucket:Bucket", { bucket: "assets", region: "us-east-1" }),
    "a queue at home": at("aws:sqs/queue:Queue", { name: "inbox", region: "eu-central-1", tags }),
    "logs at home": at("aws:cloudwatch/logGroup:LogGroup", { name: "/aws/lambda/x", region: "eu-west-1", tags }),
  },
  violating: {
    "a vault abroad": {
      properties: changed(vault, { region: "us-east-1" }),
      faults: ["The store has the residency EU and is in us-east-1."],
    },
    "logs abroad": {
      ...at("aws:cloudwatch/logGroup:LogGroup", { name: "/aws/lambda/x", region: "us-east-1", tags }),
      faults: ["The store has the residency EU and is in us-east-1."],
    },
    "a vault that says nothing": {
      properties: changed(vault, { tags: undefined }),
      faults: ["The store of personal data does not say its residency."],
    },
    "a residency that nobody knows": {
      properties: changed(vault, { tags: { residency: "Mars" } }),
      faults: ["No region is of the residency Mars."],
    },
  },
  unknown: {
    tags: { properties: changed(vault, { tags: UNKNOWN }), path: "tags" },
    region: { properties: changed(vault, { region: UNKNOWN }), path: "region" },
    "no region": { properties: changed(vault, { region: undefined }), path: "region" },
  },
};
