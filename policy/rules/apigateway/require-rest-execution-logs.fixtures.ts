import { changed, UNKNOWN, type Companion, type Fixtures } from "../../core/fixtures.ts";
import { api, firewall, methodSettings, restStage, stageSettings, usagePlan } from "./compliant.ts";
import { requireRestExecutionLogs } from "./require-rest-execution-logs.ts";

const stage = { type: "aws:apigateway/stage:Stage", properties: restStage };
const plan: Companion = {
  type: "aws:apigateway/usagePlan:UsagePlan",
  name: "plan",
  properties: changed(usagePlan, { apiStages: [{ apiId: "orders", stage: "live" }] }),
};

/** Settings that log errors, everything and nothing. */
export const fixtures: Fixtures = {
  rule: requireRestExecutionLogs,
  compliant: {
    errors: { properties: methodSettings },
    everything: {
      properties: changed(methodSettings, {
        settings: { loggingLevel: "INFO", throttlingRateLimit: 100, throttlingBurstLimit: 200 },
      }),
    },
    "a stage with settings": { ...stage, companions: [api, stageSettings, firewall] },
    "a stage of an API that is made elsewhere": stage,
    "one path, of which nothing is said": {
      properties: changed(methodSettings, { methodPath: "orders/GET", settings: { throttlingRateLimit: 100 } }),
    },
  },
  violating: {
    "a stage without settings": {
      ...stage,
      companions: [api, firewall, plan],
      faults: ["The stage does not log errors of its execution."],
    },
    "off, of one path": {
      properties: changed(methodSettings, {
        methodPath: "orders/GET",
        settings: { loggingLevel: "OFF", throttlingRateLimit: 100 },
      }),
      faults: ["The methods do not log errors of their execution."],
    },
    off: {
      properties: changed(methodSettings, {
        settings: { loggingLevel: "OFF", throttlingRateLimit: 100, throttlingBurstLimit: 200 },
      }),
      faults: ["The methods do not log errors of their execution."],
    },
    absent: {
      properties: changed(methodSettings, {
        settings: { metricsEnabled: true, throttlingRateLimit: 100, throttlingBurstLimit: 200 },
      }),
      faults: ["The methods do not log errors of their execution."],
    },
  },
  unknown: {
    "the level": {
      properties: changed(methodSettings, { settings: { loggingLevel: UNKNOWN } }),
      path: "settings.loggingLevel",
    },
  },
};
