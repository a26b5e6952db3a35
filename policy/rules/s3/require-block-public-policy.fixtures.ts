import { publicAccessBlockFixtures } from "./public-access-block-cases.ts";
import { requireBlockPublicPolicy } from "./require-block-public-policy.ts";

/** Blocks of a bucket and of an account with `blockPublicPolicy` and without. */
export const fixtures = publicAccessBlockFixtures(
  requireBlockPublicPolicy,
  "blockPublicPolicy",
  "New public policies are accepted.",
);
