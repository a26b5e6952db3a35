import { rule } from "../../core/rule.ts";
import { faultsIn } from "../../iam/identity.ts";
import { grantsAnyone } from "../../iam/public.ts";
import { resourceStatements } from "../../iam/resource-policies.ts";

/** Registries, file systems, domains, vaults and catalogs are not open to anyone. */
export const disallowPublicResourcePolicy = rule({
  name: "disallow-public-resource-policy",
  description:
    "Policies of ECR repositories, EFS file systems, OpenSearch domains, backup vaults, Glue catalogs and private " +
    "CAs let nobody in without naming them.",
  types: [
    "aws:ecr/repositoryPolicy:RepositoryPolicy",
    "aws:efs/fileSystemPolicy:FileSystemPolicy",
    "aws:opensearch/domainPolicy:DomainPolicy",
    "aws:backup/vaultPolicy:VaultPolicy",
    "aws:glue/resourcePolicy:ResourcePolicy",
    "aws:acmpca/policy:Policy",
  ],
  property: "iam.resource.Principal.*",
  severity: "critical",
  level: "mandatory",
  reason:
    "Whoever finds the name reads images, files, indices or backups, or has certificates issued, from any account " +
    "of AWS.",
  remediation: "Name the principals in `Principal`, or narrow the statement by `aws:PrincipalOrgID`.",
  controls: { "pci-dss-4.0.1": ["1.3.1", "7.2.1"], soc2: ["CC6.1", "CC6.6"], gdpr: ["25.2", "32.1.b"] },
  judge: ({ resource }) =>
    faultsIn(resourceStatements(resource), (statement) => (grantsAnyone(statement) ? "lets anyone in." : undefined)),
});
