import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { externalKey } from "./compliant.ts";
import { requireImportedKeyExpiry } from "./require-imported-key-expiry.ts";

/** Imported keys with and without an end. */
export const fixtures: Fixtures = {
  rule: requireImportedKeyExpiry,
  compliant: {
    "no material yet": { properties: externalKey },
    "an end": {
      properties: changed(externalKey, { keyMaterialBase64: "bWF0ZXJpYWw=", validTo: "2027-01-01T00:00:00Z" }),
    },
  },
  violating: {
    "no end": {
      properties: changed(externalKey, { keyMaterialBase64: "bWF0ZXJpYWw=" }),
      faults: ["The key's imported material never expires."],
    },
  },
  unknown: {
    end: {
      properties: changed(externalKey, { keyMaterialBase64: "bWF0ZXJpYWw=", validTo: UNKNOWN }),
      path: "validTo",
    },
  },
};
