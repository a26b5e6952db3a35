import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { restIntegration } from "./compliant.ts";
import { disallowUnverifiedBackend } from "./disallow-unverified-backend.ts";

/** Backends that are checked, and that are not. */
export const fixtures: Fixtures = {
  rule: disallowUnverifiedBackend,
  compliant: {
    "the default": { properties: restIntegration },
    checked: { properties: changed(restIntegration, { tlsConfig: { insecureSkipVerification: false } }) },
  },
  violating: {
    "any certificate": {
      properties: changed(restIntegration, { tlsConfig: { insecureSkipVerification: true } }),
      faults: ["The API takes any certificate of its backend."],
    },
  },
  unknown: {
    "the check": {
      properties: changed(restIntegration, { tlsConfig: { insecureSkipVerification: UNKNOWN } }),
      path: "tlsConfig.insecureSkipVerification",
    },
  },
};
