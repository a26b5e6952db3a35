import { publicAccessBlockRule } from "./public-access-block.ts";

/** Lists that make something public are not heeded. */
export const requireIgnorePublicAcls = publicAccessBlockRule({
  name: "require-ignore-public-acls",
  description: "Public access blocks of S3 ignore public ACLs.",
  reason: "What was made public before the block stays public unless such lists are ignored.",
  flag: "ignorePublicAcls",
  fault: "Public ACLs that are there are heeded.",
});
