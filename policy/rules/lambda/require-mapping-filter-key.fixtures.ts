import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { queueMapping } from "./compliant.ts";
import { requireMappingFilterKey } from "./require-mapping-filter-key.ts";

const filtering = changed(queueMapping, {
  filterCriteria: { filters: [{ pattern: '{"body":{"kind":["refund"]}}' }] },
  kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a",
});

/** Filters with and without a key. */
export const fixtures: Fixtures = {
  rule: requireMappingFilterKey,
  compliant: {
    "a key": { properties: filtering },
    "a key of this program that is not there yet": {
      properties: changed(filtering, { kmsKeyArn: UNKNOWN }),
      madeFrom: { kmsKeyArn: ["key"] },
      companions: [{ type: "aws:kms/key:Key", name: "key", properties: {} }],
    },
    "no filters": { properties: changed(filtering, { filterCriteria: undefined, kmsKeyArn: undefined }) },
  },
  violating: {
    absent: {
      properties: changed(filtering, { kmsKeyArn: undefined }),
      faults: ["The mapping's filter is not encrypted with a customer managed key."],
    },
  },
  unknown: { "the key": { properties: changed(filtering, { kmsKeyArn: UNKNOWN }), path: "kmsKeyArn" } },
};
