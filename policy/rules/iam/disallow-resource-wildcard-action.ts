import { rule } from "../../core/rule.ts";
import { isWholeAccount } from "../../iam/accounts.ts";
import { isWholeService } from "../../iam/actions.ts";
import { faultsIn, listed } from "../../iam/identity.ts";
import { grantsAnyone } from "../../iam/public.ts";
import { isOfKey, RESOURCE_POLICY_TYPES, resourceStatements } from "../../iam/resource-policies.ts";

/** What a resource lets others do is said by action. */
export const disallowResourceWildcardAction = rule({
  name: "disallow-resource-wildcard-action",
  description: "No policy of a resource allows all actions to a principal other than the account itself.",
  types: RESOURCE_POLICY_TYPES.filter((type) => !isOfKey(type)),
  property: "iam.resource.Action.*",
  severity: "high",
  level: "mandatory",
  reason:
    "All actions include reading, deleting and opening the resource to others, also for a service that only has " +
    "to write.",
  remediation: "Name the actions that the principal needs in `Action` instead of `service:*`.",
  controls: { "pci-dss-4.0.1": ["7.2.1", "7.2.2"], soc2: ["CC6.3"], gdpr: ["25.2"], psd2: ["RTS 22"] },
  judge: ({ resource }) =>
    faultsIn(resourceStatements(resource), (statement) => {
      const action = statement.actions.find(isWholeService);
      // The account's root stands for the policies of its own identities, and everyone is a graver fault.
      if (action === undefined || grantsAnyone(statement)) return undefined;
      const others = statement.principals.filter((one) => !isWholeAccount(one));
      return others.length === 0 ? undefined : `lets ${listed(others.map(({ value }) => value))} do ${action}.`;
    }),
});
