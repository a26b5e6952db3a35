import { UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { certificate } from "./compliant.ts";
import { disallowExportableCertificate } from "./disallow-exportable-certificate.ts";

/** Certificates with each option. */
export const fixtures: Fixtures = {
  rule: disallowExportableCertificate,
  compliant: {
    "the default": { properties: certificate },
    said: { properties: { ...certificate, options: { export: "DISABLED" } } },
  },
  violating: {
    it: {
      properties: { ...certificate, options: { export: "ENABLED" } },
      faults: ["The certificate can be exported with its key."],
    },
  },
  unknown: {
    it: { properties: { ...certificate, options: { export: UNKNOWN } }, path: "options.export" },
    options: { properties: { ...certificate, options: UNKNOWN }, path: "options" },
  },
};
