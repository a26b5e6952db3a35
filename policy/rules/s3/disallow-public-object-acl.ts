import { rule } from "../../core/rule.ts";
import { PUBLIC_ACLS } from "./acl.ts";
import { OBJECTS } from "./bucket.ts";

/** No file is made public by itself. */
export const disallowPublicObjectAcl = rule({
  name: "disallow-public-object-acl",
  description: "Objects in S3 have no canned ACL that lets in everyone or every AWS account.",
  types: [...OBJECTS],
  property: "s3.BucketObjectv2.acl",
  severity: "high",
  level: "mandatory",
  reason: "One public file in a private bucket is public all the same, and no look at the bucket shows it.",
  remediation: 'Set `acl` to "private", or leave it out.',
  controls: { "pci-dss-4.0.1": ["1.4.4", "7.2.1"], soc2: ["CC6.1", "CC6.6"], gdpr: ["25.2", "32.1.b"] },
  judge: ({ read }) => {
    const acl = read.text("acl") ?? "private";
    return PUBLIC_ACLS.has(acl) ? `The object's ACL is ${acl}.` : undefined;
  },
  remediate: (properties) =>
    PUBLIC_ACLS.has(String(properties["acl"])) ? { ...properties, acl: "private" } : properties,
});
