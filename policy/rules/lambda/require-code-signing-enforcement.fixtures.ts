import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { codeSigning } from "./compliant.ts";
import { requireCodeSigningEnforcement } from "./require-code-signing-enforcement.ts";

/** Configurations that enforce and that warn. */
export const fixtures: Fixtures = {
  rule: requireCodeSigningEnforcement,
  compliant: { enforced: { properties: codeSigning } },
  violating: {
    "a warning": {
      properties: changed(codeSigning, { policies: { untrustedArtifactOnDeployment: "Warn" } }),
      faults: ["Code with a bad signature is deployed with a warning."],
    },
    "the default": {
      properties: changed(codeSigning, { policies: undefined }),
      faults: ["Code with a bad signature is deployed with a warning."],
    },
  },
  unknown: {
    "the policy": {
      properties: changed(codeSigning, { policies: { untrustedArtifactOnDeployment: UNKNOWN } }),
      path: "policies.untrustedArtifactOnDeployment",
    },
  },
};
