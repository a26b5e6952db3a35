import { rule } from "../../core/rule.ts";

/** A list is not opened by its objects. */
export const disallowPublicRevocationList = rule({
  name: "disallow-public-revocation-list",
  description: "Revocation lists are written with the bucket owner's control, not public.",
  types: ["aws:acmpca/certificateAuthority:CertificateAuthority"],
  property: "acmpca.CertificateAuthority.crlConfiguration.s3ObjectAcl",
  severity: "medium",
  level: "mandatory",
  reason:
    "Public objects need a bucket without Block Public Access, and then whatever else is put there can be public " +
    "as well.",
  remediation:
    'Set `revocationConfiguration.crlConfiguration.s3ObjectAcl` to "BUCKET_OWNER_FULL_CONTROL", and serve the ' +
    "list by CloudFront.",
  controls: { "pci-dss-4.0.1": ["1.3.1"], soc2: ["CC6.6"], gdpr: ["25.2"] },
  judge: ({ read }) => {
    const list = read.block("revocationConfiguration")?.block("crlConfiguration");
    if (list === undefined || list.flag("enabled") === false) return undefined;
    return list.text("s3ObjectAcl") === "BUCKET_OWNER_FULL_CONTROL"
      ? undefined
      : "The revocation list is written as public objects.";
  },
});
