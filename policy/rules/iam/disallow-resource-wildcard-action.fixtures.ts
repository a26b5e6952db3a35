import { UNKNOWN } from "../../core/fixtures.ts";
import { resourceFixtures } from "./resource-cases.ts";
import { disallowResourceWildcardAction } from "./disallow-resource-wildcard-action.ts";

/** What disallow-resource-wildcard-action allows, finds, and cannot tell. */
export const fixtures = resourceFixtures(disallowResourceWildcardAction, {
  allowed: {
    "the account itself": { principal: { AWS: "arn:aws:iam::111122223333:root" }, action: (service) => `${service}:*` },
  },
  refused: {
    "a role": [
      { principal: { AWS: "arn:aws:iam::111122223333:role/orders" }, action: (service) => [`${service}:*`] },
      (service) => `lets arn:aws:iam::111122223333:role/orders do ${service}:*.`,
    ],
  },
  unknown: {
    "the action": [{ principal: { AWS: "arn:aws:iam::111122223333:role/orders" }, action: () => UNKNOWN }, "Action"],
  },
});
