import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { authority } from "./compliant.ts";
import { disallowPublicRevocationList } from "./disallow-public-revocation-list.ts";

/** Lists of both kinds. */
export const fixtures: Fixtures = {
  rule: disallowPublicRevocationList,
  compliant: {
    owner: { properties: authority },
    "no list": {
      properties: changed(authority, { revocationConfiguration: { ocspConfiguration: { enabled: true } } }),
    },
  },
  violating: {
    "the default": {
      properties: changed(authority, {
        revocationConfiguration: { crlConfiguration: { enabled: true, s3BucketName: "crl", expirationInDays: 7 } },
      }),
      faults: ["The revocation list is written as public objects."],
    },
    said: {
      properties: changed(authority, {
        revocationConfiguration: {
          crlConfiguration: { enabled: true, s3BucketName: "crl", s3ObjectAcl: "PUBLIC_READ" },
        },
      }),
      faults: ["The revocation list is written as public objects."],
    },
  },
  unknown: {
    it: {
      properties: changed(authority, {
        revocationConfiguration: { crlConfiguration: { enabled: true, s3ObjectAcl: UNKNOWN } },
      }),
      path: "revocationConfiguration.crlConfiguration.s3ObjectAcl",
    },
  },
};
