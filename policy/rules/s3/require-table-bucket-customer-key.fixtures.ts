import { UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { requireTableBucketCustomerKey } from "./require-table-bucket-customer-key.ts";

/** Such buckets with a customer's key and without. */
export const fixtures: Fixtures = {
  rule: requireTableBucketCustomerKey,
  compliant: {
    "of tables": {
      properties: {
        name: "facts",
        encryptionConfiguration: {
          sseAlgorithm: "aws:kms",
          kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a",
        },
      },
    },
    "of vectors": {
      type: "aws:s3/vectorsVectorBucket:VectorsVectorBucket",
      properties: {
        vectorBucketName: "notes",
        encryptionConfigurations: [
          {
            sseType: "aws:kms",
            kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a",
          },
        ],
      },
    },
  },
  violating: {
    "nothing said": {
      properties: { name: "facts" },
      faults: ["The bucket is not encrypted with a customer managed key."],
    },
    "S3's own keys": {
      type: "aws:s3/vectorsVectorBucket:VectorsVectorBucket",
      properties: { vectorBucketName: "notes", encryptionConfigurations: [{ sseType: "AES256" }] },
      faults: ["The bucket is not encrypted with a customer managed key."],
    },
  },
  unknown: {
    it: { properties: { name: "facts", encryptionConfiguration: UNKNOWN }, path: "encryptionConfiguration" },
  },
};
