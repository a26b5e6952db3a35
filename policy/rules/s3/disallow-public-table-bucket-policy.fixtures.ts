import { UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { policyFor } from "./compliant.ts";
import { disallowPublicTableBucketPolicy } from "./disallow-public-table-bucket-policy.ts";

/** Such policies for someone and for everyone. */
export const fixtures: Fixtures = {
  rule: disallowPublicTableBucketPolicy,
  compliant: {
    "a role": {
      properties: {
        tableBucketArn: "arn:aws:s3tables:eu-west-1:111122223333:bucket/facts",
        resourcePolicy: policyFor({ AWS: "arn:aws:iam::111122223333:role/orders" }),
      },
    },
    "a role, of one table": {
      type: "aws:s3tables/tablePolicy:TablePolicy",
      properties: {
        tableBucketArn: "arn:aws:s3tables:eu-west-1:111122223333:bucket/facts",
        resourcePolicy: policyFor({ AWS: "arn:aws:iam::111122223333:role/orders" }),
      },
    },
    "a role, of vectors": {
      type: "aws:s3/vectorsVectorBucketPolicy:VectorsVectorBucketPolicy",
      properties: {
        vectorBucketArn: "arn:aws:s3vectors:eu-west-1:111122223333:bucket/notes",
        policy: policyFor({ AWS: "arn:aws:iam::111122223333:role/orders" }),
      },
    },
  },
  violating: {
    everyone: {
      properties: {
        tableBucketArn: "arn:aws:s3tables:eu-west-1:111122223333:bucket/facts",
        resourcePolicy: policyFor("*"),
      },
      faults: ["The bucket's policy grants everyone access, in resourcePolicy.Statement[1]."],
    },
    "everyone, of vectors": {
      type: "aws:s3/vectorsVectorBucketPolicy:VectorsVectorBucketPolicy",
      properties: {
        vectorBucketArn: "arn:aws:s3vectors:eu-west-1:111122223333:bucket/notes",
        policy: policyFor({ AWS: "*" }),
      },
      faults: ["The bucket's policy grants everyone access, in policy.Statement[1]."],
    },
  },
  unknown: {
    policy: {
      properties: {
        tableBucketArn: "arn:aws:s3tables:eu-west-1:111122223333:bucket/facts",
        resourcePolicy: UNKNOWN,
      },
      path: "resourcePolicy",
    },
  },
};
