import { UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { disallowPlaintextInProgram } from "./disallow-plaintext-in-program.ts";

/** Ciphertexts made from plaintext that stays and that does not. */
export const fixtures: Fixtures = {
  rule: disallowPlaintextInProgram,
  compliant: {
    "write-only": { properties: { keyId: "alias/orders", plaintextWo: "value", plaintextWoVersion: 1 } },
  },
  violating: {
    kept: {
      properties: { keyId: "alias/orders", plaintext: "value" },
      faults: ["The plaintext stays in the program's state."],
    },
  },
  unknown: {
    it: { properties: { keyId: "alias/orders", plaintext: UNKNOWN }, path: "plaintext" },
  },
};
