import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { pipe } from "./compliant.ts";
import { requirePipeLogging } from "./require-pipe-logging.ts";

/** Pipes with and without logs. */
export const fixtures: Fixtures = {
  rule: requirePipeLogging,
  compliant: {
    errors: { properties: pipe },
  },
  violating: {
    "nothing said": {
      properties: changed(pipe, { logConfiguration: undefined }),
      faults: ["The pipe does not log."],
    },
    off: {
      properties: changed(pipe, { logConfiguration: { level: "OFF" } }),
      faults: ["The pipe does not log."],
    },
  },
  unknown: {
    level: { properties: changed(pipe, { logConfiguration: { level: UNKNOWN } }), path: "logConfiguration.level" },
  },
};
