import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { imported } from "./compliant.ts";
import { disallowCertificateKeyInState } from "./disallow-certificate-key-in-state.ts";

/** With and without it. */
export const fixtures: Fixtures = {
  rule: disallowCertificateKeyInState,
  compliant: { "write-only": { properties: imported } },
  violating: {
    kept: {
      properties: changed(imported, {
        privateKeyWo: undefined,
        privateKeyWoVersion: undefined,
        privateKey: "-----BEGIN PRIVATE KEY-----",
      }),
      faults: ["The certificate's private key is kept in the state."],
    },
  },
  unknown: { it: { properties: changed(imported, { privateKey: UNKNOWN }), path: "privateKey" } },
};
