import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { rotation } from "./compliant.ts";
import { requireEnabledRotation } from "./require-enabled-rotation.ts";

/** Rotations on and off. */
export const fixtures: Fixtures = {
  rule: requireEnabledRotation,
  compliant: {
    "nothing said": { properties: rotation },
    on: { properties: changed(rotation, { rotationEnabled: true }) },
  },
  violating: {
    off: {
      properties: changed(rotation, { rotationEnabled: false }),
      faults: ["The secret's rotation is switched off."],
    },
  },
  unknown: {
    it: { properties: changed(rotation, { rotationEnabled: UNKNOWN }), path: "rotationEnabled" },
  },
};
