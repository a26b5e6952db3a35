import { UNKNOWN } from "../../core/fixtures.ts";
import { resourceFixtures } from "./resource-cases.ts";
import { disallowResourceNotPrincipal } from "./disallow-resource-not-principal.ts";

/** What disallow-resource-not-principal allows, finds, and cannot tell. */
export const fixtures = resourceFixtures(disallowResourceNotPrincipal, {
  allowed: {},
  refused: {
    "all but one": [
      { notPrincipal: { AWS: "arn:aws:iam::111122223333:role/intern" } },
      () => "lets in everyone but those it lists.",
    ],
  },
  unknown: { whom: [{ notPrincipal: { AWS: UNKNOWN } }, "NotPrincipal.AWS"] },
});
