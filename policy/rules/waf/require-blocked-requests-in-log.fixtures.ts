import { changed, UNKNOWN, type Fixtures, type Properties } from "../../core/fixtures.ts";
import { logging } from "./compliant.ts";
import { requireBlockedRequestsInLog } from "./require-blocked-requests-in-log.ts";

const dropping = (...filters: readonly object[]): Properties =>
  changed(logging, { loggingFilter: { defaultBehavior: "DROP", filters } });

const keeping = (action: unknown): object => ({
  behavior: "KEEP",
  requirement: "MEETS_ANY",
  conditions: [{ actionCondition: { action } }],
});

/** Logs by what they drop. */
export const fixtures: Fixtures = {
  rule: requireBlockedRequestsInLog,
  compliant: { nothing: { properties: logging }, "what was let through": { properties: dropping(keeping("BLOCK")) } },
  violating: {
    "everything but what was counted": {
      properties: dropping(keeping("COUNT")),
      faults: ["The log drops the requests that were blocked."],
    },
    everything: { properties: dropping(), faults: ["The log drops the requests that were blocked."] },
  },
  unknown: {
    what: {
      properties: dropping(keeping(UNKNOWN)),
      path: "loggingFilter.filters[0].conditions[0].actionCondition.action",
    },
  },
};
