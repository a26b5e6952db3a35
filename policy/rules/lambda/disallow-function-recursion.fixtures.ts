import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { disallowFunctionRecursion } from "./disallow-function-recursion.ts";

const terminated = { functionName: "orders", recursiveLoop: "Terminate" };

/** Loops that are stopped, and that are not. */
export const fixtures: Fixtures = {
  rule: disallowFunctionRecursion,
  compliant: { stopped: { properties: terminated } },
  violating: {
    allowed: {
      properties: changed(terminated, { recursiveLoop: "Allow" }),
      faults: ["The function may invoke itself without end."],
    },
  },
  unknown: { "what happens": { properties: changed(terminated, { recursiveLoop: UNKNOWN }), path: "recursiveLoop" } },
};
