import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { bus } from "./compliant.ts";
import { requireBusLogging } from "./require-bus-logging.ts";

/** Buses with and without logs. */
export const fixtures: Fixtures = {
  rule: requireBusLogging,
  compliant: {
    errors: { properties: bus },
  },
  violating: {
    "nothing said": {
      properties: changed(bus, { logConfig: undefined }),
      faults: ["The bus does not log."],
    },
    off: { properties: changed(bus, { logConfig: { level: "OFF" } }), faults: ["The bus does not log."] },
  },
  unknown: {
    level: { properties: changed(bus, { logConfig: { level: UNKNOWN } }), path: "logConfig.level" },
  },
};
