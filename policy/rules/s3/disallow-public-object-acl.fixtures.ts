import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { bucket, object } from "./compliant.ts";
import { disallowPublicObjectAcl } from "./disallow-public-object-acl.ts";

/** Files with ready-made lists. */
export const fixtures: Fixtures = {
  rule: disallowPublicObjectAcl,
  compliant: {
    none: { properties: object },
    private: { type: "aws:s3/bucketObject:BucketObject", properties: changed(object, { acl: "private" }) },
    "a copy": {
      type: "aws:s3/objectCopy:ObjectCopy",
      properties: { ...bucket, key: "copy.json", source: "orders-111122223333/rates.json" },
    },
  },
  violating: {
    "everyone reads": {
      properties: changed(object, { acl: "public-read" }),
      faults: ["The object's ACL is public-read."],
    },
    "everyone with an AWS account": {
      type: "aws:s3/bucketObject:BucketObject",
      properties: changed(object, { acl: "authenticated-read" }),
      faults: ["The object's ACL is authenticated-read."],
    },
  },
  unknown: {
    it: { properties: changed(object, { acl: UNKNOWN }), path: "acl" },
  },
};
