import { rule } from "../../core/rule.ts";
import { allowedBy, faultsIn, IDENTITY_TYPES, listed } from "../../iam/identity.ts";

/** What an identity may do in a service is said by action. */
export const disallowServiceWildcard = rule({
  name: "disallow-service-wildcard",
  description: "No policy of an identity allows all actions of a service.",
  types: IDENTITY_TYPES,
  property: "iam.identity.Action.service",
  severity: "high",
  level: "mandatory",
  reason: "All of a service includes deleting what it holds and opening it to others, and what AWS adds to it later.",
  remediation: "Name the actions that are needed in `Action` instead of `service:*`.",
  controls: {
    "pci-dss-4.0.1": ["7.2.1", "7.2.2"],
    soc2: ["CC6.3"],
    gdpr: ["25.2"],
    psd2: ["RTS 22"],
    "aws-fsbp": ["IAM.21"],
  },
  judge: ({ resource }) =>
    faultsIn(allowedBy(resource), ({ actions }) => {
      const services = actions.flatMap((action) => /^([^:*?]+):\*+$/.exec(action)?.[1] ?? []);
      return services.length === 0 ? undefined : `allows every action of ${listed(services)}.`;
    }),
});
