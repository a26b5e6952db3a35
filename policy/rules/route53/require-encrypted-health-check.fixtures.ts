import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { healthCheck } from "./compliant.ts";
import { requireEncryptedHealthCheck } from "./require-encrypted-health-check.ts";

/** With and without it. */
export const fixtures: Fixtures = {
  rule: requireEncryptedHealthCheck,
  compliant: {
    HTTPS: { properties: healthCheck },
    "a search": { properties: changed(healthCheck, { type: "HTTPS_STR_MATCH", searchString: "ok" }) },
    "others together": {
      properties: changed(healthCheck, { type: "CALCULATED", childHealthchecks: ["a"], childHealthThreshold: 1 }),
    },
    "a connection": { properties: changed(healthCheck, { type: "TCP" }) },
  },
  violating: {
    HTTP: {
      properties: changed(healthCheck, { type: "HTTP", port: 80 }),
      faults: ["The health check is not encrypted."],
    },
    "a search in the clear": {
      properties: changed(healthCheck, { type: "HTTP_STR_MATCH", searchString: "ok" }),
      faults: ["The health check is not encrypted."],
    },
  },
  unknown: { it: { properties: changed(healthCheck, { type: UNKNOWN }), path: "type" } },
};
