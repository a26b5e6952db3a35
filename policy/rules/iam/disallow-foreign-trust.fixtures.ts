import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { document, role } from "./compliant.ts";
import { disallowForeignTrust } from "./disallow-foreign-trust.ts";

const partner = {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::444455556666:role/partner" },
  Action: "sts:AssumeRole",
};
const ours = changed(role, { permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary" });
const trusting = (statement: unknown) => ({ assumeRolePolicy: document(statement) });

/** A role of another account, as far as the role's own is known. */
export const fixtures: Fixtures = {
  rule: disallowForeignTrust,
  compliant: {
    "a role of its own account": {
      properties: changed(ours, trusting({ ...partner, Principal: { AWS: "arn:aws:iam::111122223333:role/deploy" } })),
    },
    "a role elsewhere with an external id": {
      properties: changed(
        ours,
        trusting({ ...partner, Condition: { StringEquals: { "sts:ExternalId": "0b5e9d6c" } } }),
      ),
    },
    "a role of a known account": {
      properties: changed(ours, trusting(partner)),
      settings: { accounts: ["444455556666"] },
    },
    "a role where nothing tells the account": { properties: changed(role, trusting(partner)) },
  },
  violating: {
    "a role elsewhere": {
      properties: changed(ours, trusting(partner)),
      faults: [
        "assumeRolePolicy.Statement[0] lets arn:aws:iam::444455556666:role/partner of another account take the " +
          "role on.",
      ],
    },
    "a role elsewhere, by a managed policy's account": {
      properties: changed(role, {
        ...trusting(partner),
        managedPolicyArns: ["arn:aws:iam::111122223333:policy/orders"],
      }),
      faults: [
        "assumeRolePolicy.Statement[0] lets arn:aws:iam::444455556666:role/partner of another account take the " +
          "role on.",
      ],
    },
  },
  unknown: {
    whom: {
      properties: changed(ours, trusting({ ...partner, Principal: { AWS: UNKNOWN } })),
      path: "assumeRolePolicy.Statement[0].Principal.AWS",
    },
    trust: { properties: changed(ours, { assumeRolePolicy: UNKNOWN }), path: "assumeRolePolicy" },
  },
};
