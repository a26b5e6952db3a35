import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { requireAutomaticRuntimeUpdates } from "./require-automatic-runtime-updates.ts";

const automatic = { functionName: "orders", updateRuntimeOn: "Auto" };

/** Runtimes that follow patches, and one that does not. */
export const fixtures: Fixtures = {
  rule: requireAutomaticRuntimeUpdates,
  compliant: {
    automatic: { properties: automatic },
    "with each update": { properties: changed(automatic, { updateRuntimeOn: "FunctionUpdate" }) },
    "the default": { properties: changed(automatic, { updateRuntimeOn: undefined }) },
  },
  violating: {
    pinned: {
      properties: changed(automatic, {
        updateRuntimeOn: "Manual",
        runtimeVersionArn:
          "arn:aws:lambda:eu-west-1::runtime:0cdcfbdefbc5e7d3343f73c2e2dd3cba17d61dea0686b404502a0c9ce83931b9",
      }),
      faults: ["The function's runtime is pinned to a version that is never patched."],
    },
  },
  unknown: { when: { properties: changed(automatic, { updateRuntimeOn: UNKNOWN }), path: "updateRuntimeOn" } },
};
