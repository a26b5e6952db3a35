import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { publicAccessBlock } from "./compliant.ts";
import { requireBlockPublicPolicy } from "./require-block-public-policy.ts";

/** Blocks of a bucket and of an account with `blockPublicPolicy` and without. */
export const fixtures: Fixtures = {
  rule: requireBlockPublicPolicy,
  compliant: {
    "a bucket's": { properties: publicAccessBlock },
    "an account's": {
      type: "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
      properties: changed(publicAccessBlock, { bucket: undefined }),
    },
  },
  violating: {
    "nothing said, which is false": {
      properties: changed(publicAccessBlock, { blockPublicPolicy: undefined }),
      faults: ["New public policies are accepted."],
    },
    false: {
      properties: changed(publicAccessBlock, { blockPublicPolicy: false }),
      faults: ["New public policies are accepted."],
    },
    "an account's": {
      type: "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
      properties: changed(publicAccessBlock, { bucket: undefined, blockPublicPolicy: false }),
      faults: ["New public policies are accepted."],
    },
  },
  unknown: {
    it: { properties: changed(publicAccessBlock, { blockPublicPolicy: UNKNOWN }), path: "blockPublicPolicy" },
  },
};
