import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { authority } from "./compliant.ts";
import { requireStrongAuthorityKey } from "./require-strong-authority-key.ts";

/** Keys of several lengths. */
export const fixtures: Fixtures = {
  rule: requireStrongAuthorityKey,
  compliant: {
    curve: { properties: authority },
    RSA: {
      properties: changed(authority, {
        certificateAuthorityConfiguration: { keyAlgorithm: "RSA_4096", signingAlgorithm: "SHA512WITHRSA" },
      }),
    },
  },
  violating: {
    short: {
      properties: changed(authority, {
        certificateAuthorityConfiguration: { keyAlgorithm: "RSA_1024", signingAlgorithm: "SHA256WITHRSA" },
      }),
      faults: ["The authority has a key of 1024 bits."],
    },
  },
  unknown: {
    it: {
      properties: changed(authority, { certificateAuthorityConfiguration: { keyAlgorithm: UNKNOWN } }),
      path: "certificateAuthorityConfiguration.keyAlgorithm",
    },
  },
};
