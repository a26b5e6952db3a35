import { publicAccessBlockFixtures } from "./public-access-block-cases.ts";
import { requireBlockPublicAcls } from "./require-block-public-acls.ts";

/** Blocks of a bucket and of an account with `blockPublicAcls` and without. */
export const fixtures = publicAccessBlockFixtures(
  requireBlockPublicAcls,
  "blockPublicAcls",
  "New public ACLs are accepted.",
);
