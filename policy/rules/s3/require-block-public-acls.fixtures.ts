import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { publicAccessBlock } from "./compliant.ts";
import { requireBlockPublicAcls } from "./require-block-public-acls.ts";

/** Blocks of a bucket and of an account with `blockPublicAcls` and without. */
export const fixtures: Fixtures = {
  rule: requireBlockPublicAcls,
  compliant: {
    "a bucket's": { properties: publicAccessBlock },
    "an account's": {
      type: "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
      properties: changed(publicAccessBlock, { bucket: undefined }),
    },
  },
  violating: {
    "nothing said, which is false": {
      properties: changed(publicAccessBlock, { blockPublicAcls: undefined }),
      faults: ["New public ACLs are accepted."],
    },
    false: {
      properties: changed(publicAccessBlock, { blockPublicAcls: false }),
      faults: ["New public ACLs are accepted."],
    },
    "an account's": {
      type: "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
      properties: changed(publicAccessBlock, { bucket: undefined, blockPublicAcls: false }),
      faults: ["New public ACLs are accepted."],
    },
  },
  unknown: {
    it: { properties: changed(publicAccessBlock, { blockPublicAcls: UNKNOWN }), path: "blockPublicAcls" },
  },
};
