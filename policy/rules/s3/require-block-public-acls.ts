import { publicAccessBlockRule } from "./public-access-block.ts";

/** New lists that make something public are refused. */
export const requireBlockPublicAcls = publicAccessBlockRule({
  name: "require-block-public-acls",
  description: "Public access blocks of S3 refuse public ACLs.",
  reason: "A public ACL on one file opens it, and nobody who looks at the bucket sees it.",
  flag: "blockPublicAcls",
  fault: "New public ACLs are accepted.",
});
