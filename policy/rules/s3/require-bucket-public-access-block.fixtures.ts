import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { blocked, bucket, inlineBucketV2, publicAccessBlock, settingsBut } from "./compliant.ts";
import { requireBucketPublicAccessBlock } from "./require-bucket-public-access-block.ts";

/** Buckets with and without public access blocks. */
export const fixtures: Fixtures = {
  rule: requireBucketPublicAccessBlock,
  compliant: {
    "a block": { properties: bucket, companions: settingsBut() },
    "in version 2": { type: "aws:s3/bucketV2:BucketV2", properties: inlineBucketV2, companions: blocked },
    "the account's block": {
      properties: bucket,
      companions: [
        ...settingsBut("block"),
        {
          type: "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
          name: "account",
          properties: { blockPublicAcls: true },
        },
      ],
    },
  },
  violating: {
    none: {
      properties: bucket,
      companions: settingsBut("block"),
      faults: ["The bucket has no public access block."],
    },
    "another bucket's": {
      properties: bucket,
      companions: [
        ...settingsBut("block"),
        {
          type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
          name: "block",
          properties: changed(publicAccessBlock, { bucket: "carts-111122223333" }),
        },
      ],
      faults: ["The bucket has no public access block."],
    },
  },
  unknown: {
    "whose block it is": {
      properties: bucket,
      companions: [
        ...settingsBut("block"),
        {
          type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
          name: "block",
          properties: changed(publicAccessBlock, { bucket: UNKNOWN }),
        },
      ],
      path: "bucket of aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock block",
    },
  },
};
