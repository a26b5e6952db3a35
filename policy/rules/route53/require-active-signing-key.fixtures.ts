import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { requireActiveSigningKey } from "./require-active-signing-key.ts";

/** With and without it. */
export const fixtures: Fixtures = {
  rule: requireActiveSigningKey,
  compliant: {
    "the default": {
      properties: {
        hostedZoneId: "Z0123456789ABCDEFGHIJ",
        keyManagementServiceArn: "arn:aws:kms:us-east-1:111122223333:key/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a",
        name: "shop",
      },
    },
  },
  violating: {
    off: {
      properties: changed(
        {
          hostedZoneId: "Z0123456789ABCDEFGHIJ",
          keyManagementServiceArn: "arn:aws:kms:us-east-1:111122223333:key/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a",
          name: "shop",
        },
        { status: "INACTIVE" },
      ),
      faults: ["The signing key is inactive."],
    },
  },
  unknown: {
    it: {
      properties: changed(
        {
          hostedZoneId: "Z0123456789ABCDEFGHIJ",
          keyManagementServiceArn: "arn:aws:kms:us-east-1:111122223333:key/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a",
          name: "shop",
        },
        { status: UNKNOWN },
      ),
      path: "status",
    },
  },
};
