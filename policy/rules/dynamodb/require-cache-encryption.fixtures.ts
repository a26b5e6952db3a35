import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { cache } from "./compliant.ts";
import { requireCacheEncryption } from "./require-cache-encryption.ts";

/** Caches with and without encryption at rest. */
export const fixtures: Fixtures = {
  rule: requireCacheEncryption,
  compliant: {
    encrypted: { properties: cache },
  },
  violating: {
    "nothing said": {
      properties: changed(cache, { serverSideEncryption: undefined }),
      faults: ["The cache is not encrypted at rest."],
    },
    off: {
      properties: changed(cache, { serverSideEncryption: { enabled: false } }),
      faults: ["The cache is not encrypted at rest."],
    },
  },
  unknown: {
    it: {
      properties: changed(cache, { serverSideEncryption: { enabled: UNKNOWN } }),
      path: "serverSideEncryption.enabled",
    },
  },
};
