import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { socketApi, httpStage, socketStage } from "./compliant.ts";
import { requireSocketExecutionLogs } from "./require-socket-execution-logs.ts";

/** Stages of WebSocket APIs that log errors, and that do not. */
export const fixtures: Fixtures = {
  rule: requireSocketExecutionLogs,
  compliant: { errors: { properties: socketStage, companions: [socketApi] }, "an HTTP API": { properties: httpStage } },
  violating: {
    absent: {
      properties: changed(socketStage, { defaultRouteSettings: { throttlingRateLimit: 100 } }),
      companions: [socketApi],
      faults: ["The stage does not log errors of its execution."],
    },
    off: {
      properties: changed(socketStage, { defaultRouteSettings: { throttlingRateLimit: 100, loggingLevel: "OFF" } }),
      companions: [socketApi],
      faults: ["The stage does not log errors of its execution."],
    },
  },
  unknown: {
    "the level": {
      properties: changed(socketStage, { defaultRouteSettings: { loggingLevel: UNKNOWN } }),
      companions: [socketApi],
      path: "defaultRouteSettings.loggingLevel",
    },
  },
};
