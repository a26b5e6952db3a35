import { rule } from "../../core/rule.ts";

/** A certificate speaks for named hosts. */
export const disallowWildcardCertificate = rule({
  name: "disallow-wildcard-certificate",
  description: "Certificates name hosts, not all of a domain.",
  types: ["aws:acm/certificate:Certificate"],
  property: "acm.Certificate.domainName",
  severity: "low",
  level: "advisory",
  reason: "One key that leaks speaks for every host of the domain.",
  remediation: "Name the hosts in `domainName` and `subjectAlternativeNames`.",
  controls: { "pci-dss-4.0.1": ["4.2.1"], soc2: ["CC6.7"] },
  judge: ({ read }) => {
    const patterns = [read.text("domainName") ?? "", ...read.texts("subjectAlternativeNames")].filter((name) =>
      name.startsWith("*."),
    );
    return patterns.length === 0 ? undefined : `The certificate speaks for ${[...new Set(patterns)].join(", ")}.`;
  },
});
