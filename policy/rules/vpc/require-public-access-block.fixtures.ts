import { UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { requirePublicAccessBlock } from "./require-public-access-block.ts";

/** All modes. */
export const fixtures: Fixtures = {
  rule: requirePublicAccessBlock,
  compliant: {
    "what comes in": { properties: { internetGatewayBlockMode: "block-ingress" } },
    "both ways": { properties: { internetGatewayBlockMode: "block-bidirectional" } },
  },
  violating: {
    off: { properties: { internetGatewayBlockMode: "off" }, faults: ["Block Public Access is switched off."] },
  },
  unknown: { mode: { properties: { internetGatewayBlockMode: UNKNOWN }, path: "internetGatewayBlockMode" } },
};
