import { publicAccessBlockFixtures } from "./public-access-block-cases.ts";
import { requireRestrictPublicBuckets } from "./require-restrict-public-buckets.ts";

/** Blocks of a bucket and of an account with `restrictPublicBuckets` and without. */
export const fixtures = publicAccessBlockFixtures(
  requireRestrictPublicBuckets,
  "restrictPublicBuckets",
  "Buckets with a public policy serve everyone.",
);
