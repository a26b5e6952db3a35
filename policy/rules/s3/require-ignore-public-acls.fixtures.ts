import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { publicAccessBlock } from "./compliant.ts";
import { requireIgnorePublicAcls } from "./require-ignore-public-acls.ts";

/** Blocks of a bucket and of an account with `ignorePublicAcls` and without. */
export const fixtures: Fixtures = {
  rule: requireIgnorePublicAcls,
  compliant: {
    "a bucket's": { properties: publicAccessBlock },
    "an account's": {
      type: "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
      properties: changed(publicAccessBlock, { bucket: undefined }),
    },
  },
  violating: {
    "nothing said, which is false": {
      properties: changed(publicAccessBlock, { ignorePublicAcls: undefined }),
      faults: ["Public ACLs that are there are heeded."],
    },
    false: {
      properties: changed(publicAccessBlock, { ignorePublicAcls: false }),
      faults: ["Public ACLs that are there are heeded."],
    },
    "an account's": {
      type: "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
      properties: changed(publicAccessBlock, { bucket: undefined, ignorePublicAcls: false }),
      faults: ["Public ACLs that are there are heeded."],
    },
  },
  unknown: {
    it: { properties: changed(publicAccessBlock, { ignorePublicAcls: UNKNOWN }), path: "ignorePublicAcls" },
  },
};
