import { UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { certificate } from "./compliant.ts";
import { requireTransparencyLogging } from "./require-transparency-logging.ts";

/** Certificates with each option. */
export const fixtures: Fixtures = {
  rule: requireTransparencyLogging,
  compliant: {
    "the default": { properties: certificate },
    said: { properties: { ...certificate, options: { certificateTransparencyLoggingPreference: "ENABLED" } } },
  },
  violating: {
    it: {
      properties: { ...certificate, options: { certificateTransparencyLoggingPreference: "DISABLED" } },
      faults: ["The certificate is in no transparency log."],
    },
  },
  unknown: {
    it: {
      properties: { ...certificate, options: { certificateTransparencyLoggingPreference: UNKNOWN } },
      path: "options.certificateTransparencyLoggingPreference",
    },
    options: { properties: { ...certificate, options: UNKNOWN }, path: "options" },
  },
};
