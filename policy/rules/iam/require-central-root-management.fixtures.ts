import { UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { requireCentralRootManagement } from "./require-central-root-management.ts";

/** An organization with and without it. */
export const fixtures: Fixtures = {
  rule: requireCentralRootManagement,
  compliant: { both: { properties: { enabledFeatures: ["RootCredentialsManagement", "RootSessions"] } } },
  violating: {
    "sessions alone": {
      properties: { enabledFeatures: ["RootSessions"] },
      faults: ["Root credentials of member accounts are not managed centrally."],
    },
  },
  unknown: { features: { properties: { enabledFeatures: UNKNOWN }, path: "enabledFeatures" } },
};
