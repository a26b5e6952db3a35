import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { socketStage } from "./compliant.ts";
import { disallowSocketDataTrace } from "./disallow-socket-data-trace.ts";

/** Stages with and without a data trace. */
export const fixtures: Fixtures = {
  rule: disallowSocketDataTrace,
  compliant: {
    absent: { properties: socketStage },
    off: {
      properties: changed(socketStage, {
        defaultRouteSettings: { throttlingRateLimit: 100, loggingLevel: "ERROR", dataTraceEnabled: false },
      }),
    },
  },
  violating: {
    on: {
      properties: changed(socketStage, {
        defaultRouteSettings: { throttlingRateLimit: 100, loggingLevel: "ERROR", dataTraceEnabled: true },
      }),
      faults: ["The stage logs whole messages."],
    },
    "on for one route": {
      properties: changed(socketStage, {
        routeSettings: [{ routeKey: "pay", dataTraceEnabled: true, loggingLevel: "INFO" }],
      }),
      faults: ["The stage logs whole messages."],
    },
  },
  unknown: {
    "the trace": {
      properties: changed(socketStage, { defaultRouteSettings: { dataTraceEnabled: UNKNOWN } }),
      path: "defaultRouteSettings.dataTraceEnabled",
    },
  },
};
