import { publicAccessBlockRule } from "./public-access-block.ts";

/** A bucket with a public policy serves its own account alone. */
export const requireRestrictPublicBuckets = publicAccessBlockRule({
  name: "require-restrict-public-buckets",
  description: "Public access blocks of S3 restrict buckets with a public policy.",
  reason: "What a public policy opened before the block stays open unless such buckets are restricted.",
  flag: "restrictPublicBuckets",
  fault: "Buckets with a public policy serve everyone.",
});
