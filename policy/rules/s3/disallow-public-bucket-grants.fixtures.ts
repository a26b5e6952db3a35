import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { blocked, bucket, inlineBucketV2, settingsBut } from "./compliant.ts";
import { disallowPublicBucketGrants } from "./disallow-public-bucket-grants.ts";

/** Buckets with lists of grants. */
export const fixtures: Fixtures = {
  rule: disallowPublicBucketGrants,
  compliant: {
    none: { properties: bucket, companions: settingsBut() },
    "to a user": {
      properties: changed(bucket, {
        grants: [{ id: "79a59df9", type: "CanonicalUser", permissions: ["FULL_CONTROL"] }],
      }),
      companions: settingsBut(),
    },
    "to the deliverer of logs": {
      type: "aws:s3/bucketAcl:BucketAcl",
      properties: {
        ...bucket,
        accessControlPolicy: {
          owner: { id: "79a59df9" },
          grants: [
            {
              grantee: { type: "Group", uri: "http://acs.amazonaws.com/groups/s3/LogDelivery" },
              permission: "WRITE",
            },
          ],
        },
      },
    },
    "none in version 2": { type: "aws:s3/bucketV2:BucketV2", properties: inlineBucketV2, companions: blocked },
    "a list of version 2": { type: "aws:s3/bucketAclV2:BucketAclV2", properties: { ...bucket, acl: "private" } },
  },
  violating: {
    "everyone reads, inline": {
      properties: changed(bucket, {
        grants: [
          { type: "Group", uri: "http://acs.amazonaws.com/groups/global/AllUsers", permissions: ["READ", "READ_ACP"] },
        ],
      }),
      companions: settingsBut(),
      faults: ["The bucket grants READ, READ_ACP to everyone."],
    },
    "everyone with an AWS account, in a list of its own": {
      type: "aws:s3/bucketAcl:BucketAcl",
      properties: {
        ...bucket,
        accessControlPolicy: {
          owner: { id: "79a59df9" },
          grants: [
            {
              grantee: { type: "Group", uri: "http://acs.amazonaws.com/groups/global/AuthenticatedUsers" },
              permission: "WRITE",
            },
          ],
        },
      },
      faults: ["The bucket grants WRITE to everyone."],
    },
  },
  unknown: {
    grants: { properties: changed(bucket, { grants: UNKNOWN }), companions: settingsBut(), path: "grants" },
  },
};
