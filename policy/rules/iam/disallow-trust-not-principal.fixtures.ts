import { UNKNOWN } from "../../core/fixtures.ts";
import { trustFixtures } from "./trust-cases.ts";
import { disallowTrustNotPrincipal } from "./disallow-trust-not-principal.ts";

/** What disallow-trust-not-principal allows, finds, and cannot tell. */
export const fixtures = trustFixtures(disallowTrustNotPrincipal, {
  allowed: {},
  refused: {
    "all but one": [
      { Effect: "Allow", NotPrincipal: { AWS: "arn:aws:iam::444455556666:root" }, Action: "sts:AssumeRole" },
      "lets everyone but those it lists take the role on.",
    ],
  },
  unknown: {
    whom: [{ Effect: "Allow", NotPrincipal: { AWS: UNKNOWN }, Action: "sts:AssumeRole" }, "NotPrincipal.AWS"],
  },
});
