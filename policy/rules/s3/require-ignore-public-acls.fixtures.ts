import { publicAccessBlockFixtures } from "./public-access-block-cases.ts";
import { requireIgnorePublicAcls } from "./require-ignore-public-acls.ts";

/** Blocks of a bucket and of an account with `ignorePublicAcls` and without. */
export const fixtures = publicAccessBlockFixtures(
  requireIgnorePublicAcls,
  "ignorePublicAcls",
  "Public ACLs that are there are heeded.",
);
