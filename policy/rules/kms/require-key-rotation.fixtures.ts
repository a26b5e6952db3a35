import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { key } from "./compliant.ts";
import { requireKeyRotation } from "./require-key-rotation.ts";

/** Keys that rotate, that do not, and that cannot. */
export const fixtures: Fixtures = {
  rule: requireKeyRotation,
  compliant: {
    rotating: { properties: key },
    "a key for signatures, which KMS cannot rotate": {
      properties: changed(key, {
        customerMasterKeySpec: "ECC_NIST_P256",
        keyUsage: "SIGN_VERIFY",
        enableKeyRotation: undefined,
      }),
    },
    "a key for hashes": {
      properties: changed(key, {
        customerMasterKeySpec: "HMAC_256",
        keyUsage: "GENERATE_VERIFY_MAC",
        enableKeyRotation: undefined,
      }),
    },
    "a key in a store of the customer's": {
      properties: changed(key, { customKeyStoreId: "cks-1234567890abcdef0", enableKeyRotation: undefined }),
    },
  },
  violating: {
    "nothing said": {
      properties: changed(key, { enableKeyRotation: undefined }),
      faults: ["The key is never rotated."],
    },
    off: { properties: changed(key, { enableKeyRotation: false }), faults: ["The key is never rotated."] },
    "off, with the default spec written out": {
      properties: changed(key, {
        customerMasterKeySpec: "SYMMETRIC_DEFAULT",
        keyUsage: "ENCRYPT_DECRYPT",
        enableKeyRotation: false,
      }),
      faults: ["The key is never rotated."],
    },
  },
  unknown: {
    it: { properties: changed(key, { enableKeyRotation: UNKNOWN }), path: "enableKeyRotation" },
    spec: {
      properties: changed(key, { enableKeyRotation: undefined, customerMasterKeySpec: UNKNOWN }),
      path: "customerMasterKeySpec",
    },
  },
};
