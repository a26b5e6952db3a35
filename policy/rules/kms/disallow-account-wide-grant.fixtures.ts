import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { grant } from "./compliant.ts";
import { disallowAccountWideGrant } from "./disallow-account-wide-grant.ts";

/** Grants to a role and to whole accounts. */
export const fixtures: Fixtures = {
  rule: disallowAccountWideGrant,
  compliant: {
    "a role": { properties: grant },
  },
  violating: {
    "an account's root": {
      properties: changed(grant, { granteePrincipal: "arn:aws:iam::444455556666:root" }),
      faults: ["The grant lets everyone of arn:aws:iam::444455556666:root use the key."],
    },
    "all roles": {
      properties: changed(grant, { granteePrincipal: "arn:aws:iam::111122223333:role/*" }),
      faults: ["The grant lets everyone of arn:aws:iam::111122223333:role/* use the key."],
    },
    everyone: {
      properties: changed(grant, { granteePrincipal: "*" }),
      faults: ["The grant lets everyone of * use the key."],
    },
  },
  unknown: {
    grantee: { properties: changed(grant, { granteePrincipal: UNKNOWN }), path: "granteePrincipal" },
  },
};
