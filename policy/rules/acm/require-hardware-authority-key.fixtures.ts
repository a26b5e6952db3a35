import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { authority } from "./compliant.ts";
import { requireHardwareAuthorityKey } from "./require-hardware-authority-key.ts";

/** With and without it. */
export const fixtures: Fixtures = {
  rule: requireHardwareAuthorityKey,
  compliant: {
    "the default": { properties: authority },
    "level 3": { properties: changed(authority, { keyStorageSecurityStandard: "FIPS_140_2_LEVEL_3_OR_HIGHER" }) },
  },
  violating: {
    "level 2": {
      properties: changed(authority, { keyStorageSecurityStandard: "FIPS_140_2_LEVEL_2_OR_HIGHER" }),
      faults: ["The authority's key is kept at FIPS level 2."],
    },
  },
  unknown: {
    it: { properties: changed(authority, { keyStorageSecurityStandard: UNKNOWN }), path: "keyStorageSecurityStandard" },
  },
};
