import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import type { Rule } from "../../core/rule.ts";
import { publicAccessBlock } from "./compliant.ts";

/** Blocks of a bucket and of an account with a switch on and off. */
export function publicAccessBlockFixtures(rule: Rule, flag: string, fault: string): Fixtures {
  const type = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock";
  const ofAccount = changed(publicAccessBlock, { bucket: undefined });
  const faults = [fault];
  return {
    rule,
    compliant: { "a bucket's": { properties: publicAccessBlock }, "an account's": { type, properties: ofAccount } },
    violating: {
      "nothing said, which is false": { properties: changed(publicAccessBlock, { [flag]: undefined }), faults },
      false: { properties: changed(publicAccessBlock, { [flag]: false }), faults },
      "an account's": { type, properties: changed(ofAccount, { [flag]: false }), faults },
    },
    unknown: { it: { properties: changed(publicAccessBlock, { [flag]: UNKNOWN }), path: flag } },
  };
}
