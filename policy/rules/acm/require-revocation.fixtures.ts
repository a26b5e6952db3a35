import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { authority } from "./compliant.ts";
import { requireRevocation } from "./require-revocation.ts";

/** Authorities that publish and that do not. */
export const fixtures: Fixtures = {
  rule: requireRevocation,
  compliant: {
    "a list": { properties: authority },
    answers: { properties: changed(authority, { revocationConfiguration: { ocspConfiguration: { enabled: true } } }) },
    "certificates of a week": {
      properties: changed(authority, { revocationConfiguration: undefined, usageMode: "SHORT_LIVED_CERTIFICATE" }),
    },
  },
  violating: {
    absent: {
      properties: changed(authority, { revocationConfiguration: undefined }),
      faults: ["The authority does not publish what it revoked."],
    },
    off: {
      properties: changed(authority, {
        revocationConfiguration: {
          crlConfiguration: { enabled: false, s3ObjectAcl: "BUCKET_OWNER_FULL_CONTROL" },
          ocspConfiguration: { enabled: false },
        },
      }),
      faults: ["The authority does not publish what it revoked."],
    },
  },
  unknown: {
    it: { properties: changed(authority, { revocationConfiguration: UNKNOWN }), path: "revocationConfiguration" },
  },
};
