import { UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { disallowAutomaticAttachments } from "./disallow-automatic-attachments.ts";

/** Gateways that ask and that do not. */
export const fixtures: Fixtures = {
  rule: disallowAutomaticAttachments,
  compliant: {
    "the default": { properties: { description: "shop" } },
    off: { properties: { description: "shop", autoAcceptSharedAttachments: "disable" } },
  },
  violating: {
    on: {
      properties: { description: "shop", autoAcceptSharedAttachments: "enable" },
      faults: ["The gateway connects networks of other accounts by itself."],
    },
  },
  unknown: {
    it: {
      properties: { description: "shop", autoAcceptSharedAttachments: UNKNOWN },
      path: "autoAcceptSharedAttachments",
    },
  },
};
