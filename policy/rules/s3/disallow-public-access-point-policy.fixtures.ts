import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { accessPoint, policyFor } from "./compliant.ts";
import { disallowPublicAccessPointPolicy } from "./disallow-public-access-point-policy.ts";

/** Policies of access points for someone and for everyone. */
export const fixtures: Fixtures = {
  rule: disallowPublicAccessPointPolicy,
  compliant: {
    none: { properties: accessPoint },
    "a role": {
      type: "aws:s3control/accessPointPolicy:AccessPointPolicy",
      properties: {
        accessPointArn: "arn:aws:s3:eu-west-1:111122223333:accesspoint/readers",
        policy: policyFor({ AWS: "arn:aws:iam::111122223333:role/orders" }),
      },
    },
    "a role, through a function": {
      type: "aws:s3control/objectLambdaAccessPointPolicy:ObjectLambdaAccessPointPolicy",
      properties: { name: "readers", policy: policyFor({ AWS: "arn:aws:iam::111122223333:role/orders" }) },
    },
    "a role, of several regions": {
      type: "aws:s3control/multiRegionAccessPointPolicy:MultiRegionAccessPointPolicy",
      properties: {
        details: { name: "orders", policy: policyFor({ AWS: "arn:aws:iam::111122223333:role/orders" }) },
      },
    },
  },
  violating: {
    everyone: {
      properties: changed(accessPoint, { policy: policyFor("*") }),
      faults: ["The access point's policy grants everyone access, in policy.Statement[1]."],
    },
    "everyone, of several regions": {
      type: "aws:s3control/multiRegionAccessPointPolicy:MultiRegionAccessPointPolicy",
      properties: { details: { name: "orders", policy: policyFor({ AWS: "*" }) } },
      faults: ["The access point's policy grants everyone access, in details.policy.Statement[1]."],
    },
  },
  unknown: {
    policy: { properties: changed(accessPoint, { policy: UNKNOWN }), path: "policy" },
  },
};
