import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { target } from "./compliant.ts";
import { requireTargetRetries } from "./require-target-retries.ts";

/** Targets by their attempts. */
export const fixtures: Fixtures = {
  rule: requireTargetRetries,
  compliant: {
    three: { properties: target },
    "185, as nothing is said": { properties: changed(target, { retryPolicy: undefined }) },
  },
  violating: {
    none: {
      properties: changed(target, { retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 3600 } }),
      faults: ["The target is tried once and never again."],
    },
  },
  unknown: {
    attempts: {
      properties: changed(target, { retryPolicy: { maximumRetryAttempts: UNKNOWN } }),
      path: "retryPolicy.maximumRetryAttempts",
    },
  },
};
