import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { bucketOrigin, serverOrigin, distribution } from "./compliant.ts";
import { requireOriginAccessControl } from "./require-origin-access-control.ts";

const open = changed(bucketOrigin, { originAccessControlId: undefined });

/** Distributions by how they reach their origins. */
export const fixtures: Fixtures = {
  rule: requireOriginAccessControl,
  compliant: {
    signed: { properties: distribution },
    "signed in a way of this program that is not there yet": {
      properties: changed(distribution, {
        origins: [{ ...bucketOrigin, domainName: UNKNOWN, originAccessControlId: UNKNOWN }],
      }),
      madeFrom: { origins: ["other"] },
      companions: [{ type: "aws:cloudfront/originAccessControl:OriginAccessControl", name: "other", properties: {} }],
    },
    "by the older identity": {
      properties: changed(distribution, {
        origins: [
          { ...open, s3OriginConfig: { originAccessIdentity: "origin-access-identity/cloudfront/E127EXAMPLE51Z" } },
        ],
      }),
    },
    "servers alone": { properties: changed(distribution, { origins: [serverOrigin], defaultRootObject: undefined }) },
  },
  violating: {
    "a bucket": {
      properties: changed(distribution, { origins: [open] }),
      faults: ["The origin site is a bucket that has to be public."],
    },
    "a bucket with an empty identity": {
      properties: changed(distribution, {
        origins: [{ ...open, s3OriginConfig: { originAccessIdentity: "" } }, serverOrigin],
      }),
      faults: ["The origin site is a bucket that has to be public."],
    },
    "a bucket reached as a server": {
      properties: changed(distribution, {
        origins: [
          {
            ...open,
            domainName: "orders-site.s3.amazonaws.com",
            customOriginConfig: serverOrigin["customOriginConfig"],
          },
        ],
      }),
      faults: ["The origin site is a bucket that has to be public."],
    },
    "a bucket of this program that is not there yet": {
      properties: changed(distribution, { origins: [{ ...open, domainName: UNKNOWN }] }),
      madeFrom: { origins: ["site"] },
      companions: [{ type: "aws:s3/bucket:Bucket", name: "site", properties: {} }],
      faults: ["The origin site is a bucket that has to be public."],
    },
    "a function": {
      properties: changed(distribution, {
        origins: [bucketOrigin, { ...serverOrigin, domainName: "abcdefghij0123456789.lambda-url.eu-west-1.on.aws" }],
      }),
      faults: ["The origin api is a function that has to be public."],
    },
  },
  unknown: {
    "the host": {
      properties: changed(distribution, { origins: [{ ...open, domainName: UNKNOWN }] }),
      path: "origins[0].domainName",
    },
  },
};
