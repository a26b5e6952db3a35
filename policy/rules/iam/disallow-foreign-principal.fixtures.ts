import { UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { resourceFixtures } from "./resource-cases.ts";
import { disallowForeignPrincipal } from "./disallow-foreign-principal.ts";

const foreign = { principal: { AWS: "arn:aws:iam::444455556666:role/partner" } };
const cases = resourceFixtures(disallowForeignPrincipal, {
  allowed: {},
  refused: {
    "a role elsewhere": [foreign, () => "lets in arn:aws:iam::444455556666:role/partner of another account."],
  },
  unknown: { whom: [{ principal: { AWS: UNKNOWN } }, "Principal.AWS"] },
});
const settings = { accounts: ["111122223333"] };

/** Which principals are of another account: seen from the resource's own ARN, or from the setting. */
export const fixtures: Fixtures = {
  ...cases,
  compliant: {
    ...cases.compliant,
    ...Object.fromEntries(
      Object.entries(cases.violating).map(([name, given]) => [
        `${name}, where its account is known to be ours`,
        { ...given, settings: { accounts: ["111122223333", "444455556666"] } },
      ]),
    ),
  },
  violating: Object.fromEntries(Object.entries(cases.violating).map(([name, given]) => [name, { ...given, settings }])),
  unknown: Object.fromEntries(Object.entries(cases.unknown).map(([name, given]) => [name, { ...given, settings }])),
};
