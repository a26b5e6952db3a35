import { UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { policyFor } from "./compliant.ts";
import { disallowPublicRegistryPolicy } from "./disallow-public-registry-policy.ts";

/** Policies of registries for someone and for everyone. */
export const fixtures: Fixtures = {
  rule: disallowPublicRegistryPolicy,
  compliant: {
    "a role": {
      properties: { registryName: "orders", policy: policyFor({ AWS: "arn:aws:iam::111122223333:role/orders" }) },
    },
  },
  violating: {
    everyone: {
      properties: { registryName: "orders", policy: policyFor("*") },
      faults: ["The registry's policy grants everyone access, in policy.Statement[0]."],
    },
  },
  unknown: {
    policy: { properties: { registryName: "orders", policy: UNKNOWN }, path: "policy" },
  },
};
