import { rule } from "../../core/rule.ts";
import { faultsIn, listed } from "../../iam/identity.ts";
import { RESOURCE_POLICY_TYPES, resourceStatements } from "../../iam/resource-policies.ts";
import { servicesAllowed } from "../../iam/services.ts";
import { ROLE, trustOf } from "../../iam/trust.ts";

/** Services are named. */
export const disallowWildcardService = rule({
  name: "disallow-wildcard-service",
  description: "Policies name AWS services in full, not by a pattern.",
  types: [ROLE, ...RESOURCE_POLICY_TYPES],
  property: "iam.Principal.Service.*",
  severity: "high",
  level: "mandatory",
  reason: "A pattern stands for every service, also for those in which anyone can run what they like.",
  remediation: "Name the service in `Principal`: `lambda.amazonaws.com`.",
  controls: { "pci-dss-4.0.1": ["7.2.1"], soc2: ["CC6.1", "CC6.3"] },
  judge: ({ resource, read }) => {
    const statements = resource.type === ROLE ? trustOf(read) : resourceStatements(resource);
    return faultsIn(statements, (statement) => {
      const patterns = servicesAllowed(statement).filter((service) => service.includes("*"));
      return patterns.length === 0 ? undefined : `names the services ${listed(patterns)}.`;
    });
  },
});
