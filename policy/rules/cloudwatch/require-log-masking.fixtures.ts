import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { requireLogMasking } from "./require-log-masking.ts";

const email = "arn:aws:dataprotection::aws:data-identifier/EmailAddress";

const audit = { Sid: "audit", DataIdentifier: [email], Operation: { Audit: { FindingsDestination: {} } } };

const mask = { Sid: "mask", DataIdentifier: [email], Operation: { Deidentify: { MaskConfig: {} } } };

const policy = (...statements: readonly object[]): string =>
  JSON.stringify({ Name: "orders", Version: "2021-06-01", Statement: statements });

const masking = { logGroupName: "/orders/app", policyDocument: policy(audit, mask) };

/** Policies that mask, and that only count. */
export const fixtures: Fixtures = {
  rule: requireLogMasking,
  compliant: { masked: { properties: masking } },
  violating: {
    counted: {
      properties: changed(masking, { policyDocument: policy(audit) }),
      faults: ["The policy finds personal data in the log and does not mask it."],
    },
  },
  unknown: { "the document": { properties: changed(masking, { policyDocument: UNKNOWN }), path: "policyDocument" } },
};
