import { publicAccessBlockRule } from "./public-access-block.ts";

/** New policies that make a bucket public are refused. */
export const requireBlockPublicPolicy = publicAccessBlockRule({
  name: "require-block-public-policy",
  description: "Public access blocks of S3 refuse public policies.",
  reason: "One careless statement in a policy opens every file of the bucket.",
  flag: "blockPublicPolicy",
  fault: "New public policies are accepted.",
});
