import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { cache } from "./compliant.ts";
import { requireCacheTls } from "./require-cache-tls.ts";

/** Caches with and without TLS. */
export const fixtures: Fixtures = {
  rule: requireCacheTls,
  compliant: {
    TLS: { properties: cache },
  },
  violating: {
    "nothing said": {
      properties: changed(cache, { clusterEndpointEncryptionType: undefined }),
      faults: ["The cache takes requests without TLS."],
    },
    none: {
      properties: changed(cache, { clusterEndpointEncryptionType: "NONE" }),
      faults: ["The cache takes requests without TLS."],
    },
  },
  unknown: {
    it: {
      properties: changed(cache, { clusterEndpointEncryptionType: UNKNOWN }),
      path: "clusterEndpointEncryptionType",
    },
  },
};
