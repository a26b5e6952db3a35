import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { publicAccessBlock } from "./compliant.ts";
import { requireRestrictPublicBuckets } from "./require-restrict-public-buckets.ts";

/** Blocks of a bucket and of an account with `restrictPublicBuckets` and without. */
export const fixtures: Fixtures = {
  rule: requireRestrictPublicBuckets,
  compliant: {
    "a bucket's": { properties: publicAccessBlock },
    "an account's": {
      type: "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
      properties: changed(publicAccessBlock, { bucket: undefined }),
    },
  },
  violating: {
    "nothing said, which is false": {
      properties: changed(publicAccessBlock, { restrictPublicBuckets: undefined }),
      faults: ["Buckets with a public policy serve everyone."],
    },
    false: {
      properties: changed(publicAccessBlock, { restrictPublicBuckets: false }),
      faults: ["Buckets with a public policy serve everyone."],
    },
    "an account's": {
      type: "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
      properties: changed(publicAccessBlock, { bucket: undefined, restrictPublicBuckets: false }),
      faults: ["Buckets with a public policy serve everyone."],
    },
  },
  unknown: {
    it: { properties: changed(publicAccessBlock, { restrictPublicBuckets: UNKNOWN }), path: "restrictPublicBuckets" },
  },
};
