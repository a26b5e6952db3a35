import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { behavior, distribution } from "./compliant.ts";
import { disallowAccountSigners } from "./disallow-account-signers.ts";

/** Distributions by whose signatures they trust. */
export const fixtures: Fixtures = {
  rule: disallowAccountSigners,
  compliant: {
    "nobody's": { properties: distribution },
    "a group's": {
      properties: changed(distribution, {
        defaultCacheBehavior: { ...behavior, trustedKeyGroups: ["a1b2c3d4-5678-90ab-cdef-111122223333"] },
      }),
    },
  },
  violating: {
    "an account's": {
      properties: changed(distribution, { defaultCacheBehavior: { ...behavior, trustedSigners: ["self"] } }),
      faults: ["The distribution trusts addresses that root users signed."],
    },
  },
  unknown: {
    "the signers": {
      properties: changed(distribution, { defaultCacheBehavior: { ...behavior, trustedSigners: UNKNOWN } }),
      path: "defaultCacheBehavior.trustedSigners",
    },
  },
};
