import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { methodSettings } from "./compliant.ts";
import { disallowRestDataTrace } from "./disallow-rest-data-trace.ts";

/** Settings with and without a data trace. */
export const fixtures: Fixtures = {
  rule: disallowRestDataTrace,
  compliant: {
    off: { properties: methodSettings },
    absent: { properties: changed(methodSettings, { settings: { loggingLevel: "ERROR", throttlingRateLimit: 100 } }) },
  },
  violating: {
    on: {
      properties: changed(methodSettings, {
        settings: { loggingLevel: "ERROR", throttlingRateLimit: 100, dataTraceEnabled: true },
      }),
      faults: ["The methods log whole requests and answers."],
    },
  },
  unknown: {
    "the trace": {
      properties: changed(methodSettings, { settings: { dataTraceEnabled: UNKNOWN } }),
      path: "settings.dataTraceEnabled",
    },
  },
};
