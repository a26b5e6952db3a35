import { changed, UNKNOWN, type Fixtures, type Companion } from "../../core/fixtures.ts";
import { api, restStage, methodSettings, stageSettings, firewall, usagePlan } from "./compliant.ts";
import { requireRestThrottling } from "./require-rest-throttling.ts";

const plan: Companion = {
  type: "aws:apigateway/usagePlan:UsagePlan",
  name: "plan",
  properties: changed(usagePlan, { apiStages: [{ apiId: "orders", stage: "live" }] }),
};

const stage = { type: "aws:apigateway/stage:Stage", properties: restStage };

/** Settings with and without a limit; a stage without settings lacks more: see tests/policy/several-faults.test.ts. */
export const fixtures: Fixtures = {
  rule: requireRestThrottling,
  compliant: {
    "a limit": { properties: methodSettings },
    "a stage with settings": { ...stage, companions: [api, stageSettings, firewall] },
    "a stage with a usage plan": { ...stage, companions: [api, plan, stageSettings, firewall] },
    "a stage of an API that is made elsewhere": stage,
  },
  violating: {
    absent: {
      properties: changed(methodSettings, { settings: { loggingLevel: "ERROR" } }),
      faults: ["The methods have no rate limit of their own."],
    },
    none: {
      properties: changed(methodSettings, {
        settings: { loggingLevel: "ERROR", throttlingRateLimit: -1, throttlingBurstLimit: -1 },
      }),
      faults: ["The methods have no rate limit of their own."],
    },
  },
  unknown: {
    "the rate": {
      properties: changed(methodSettings, { settings: { throttlingRateLimit: UNKNOWN } }),
      path: "settings.throttlingRateLimit",
    },
  },
};
