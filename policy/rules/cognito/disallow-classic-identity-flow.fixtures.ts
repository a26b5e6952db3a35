import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { identityPool } from "./compliant.ts";
import { disallowClassicIdentityFlow } from "./disallow-classic-identity-flow.ts";

/** Identity pools by who chooses the role. */
export const fixtures: Fixtures = {
  rule: disallowClassicIdentityFlow,
  compliant: {
    "the pool": { properties: identityPool },
    "the default": { properties: changed(identityPool, { allowClassicFlow: undefined }) },
  },
  violating: {
    "the user": {
      properties: changed(identityPool, { allowClassicFlow: true }),
      faults: ["Users of the identity pool choose their role themselves."],
    },
  },
  unknown: {
    "the flow": { properties: changed(identityPool, { allowClassicFlow: UNKNOWN }), path: "allowClassicFlow" },
  },
};
