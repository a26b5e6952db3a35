import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { methodSettings } from "./compliant.ts";
import { requireRestCacheEncryption } from "./require-rest-cache-encryption.ts";

/** Caches with and without encryption. */
export const fixtures: Fixtures = {
  rule: requireRestCacheEncryption,
  compliant: {
    encrypted: { properties: methodSettings },
    "no cache": {
      properties: changed(methodSettings, {
        settings: { loggingLevel: "ERROR", throttlingRateLimit: 100, cachingEnabled: false },
      }),
    },
  },
  violating: {
    absent: {
      properties: changed(methodSettings, {
        settings: { loggingLevel: "ERROR", throttlingRateLimit: 100, cachingEnabled: true },
      }),
      faults: ["The methods keep answers in a cache that is not encrypted."],
    },
    off: {
      properties: changed(methodSettings, {
        settings: { loggingLevel: "ERROR", throttlingRateLimit: 100, cachingEnabled: true, cacheDataEncrypted: false },
      }),
      faults: ["The methods keep answers in a cache that is not encrypted."],
    },
  },
  unknown: {
    encryption: {
      properties: changed(methodSettings, { settings: { cachingEnabled: true, cacheDataEncrypted: UNKNOWN } }),
      path: "settings.cacheDataEncrypted",
    },
  },
};
