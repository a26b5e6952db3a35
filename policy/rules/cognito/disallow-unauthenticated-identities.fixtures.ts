import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { identityPool } from "./compliant.ts";
import { disallowUnauthenticatedIdentities } from "./disallow-unauthenticated-identities.ts";

/** Identity pools with and without guests. */
export const fixtures: Fixtures = {
  rule: disallowUnauthenticatedIdentities,
  compliant: {
    "no guests": { properties: identityPool },
    "the default": { properties: changed(identityPool, { allowUnauthenticatedIdentities: undefined }) },
  },
  violating: {
    guests: {
      properties: changed(identityPool, { allowUnauthenticatedIdentities: true }),
      faults: ["The identity pool gives credentials to anyone."],
    },
    "guests, as text": {
      properties: changed(identityPool, { allowUnauthenticatedIdentities: "true" }),
      faults: ["The identity pool gives credentials to anyone."],
    },
  },
  unknown: {
    guests: {
      properties: changed(identityPool, { allowUnauthenticatedIdentities: UNKNOWN }),
      path: "allowUnauthenticatedIdentities",
    },
  },
};
