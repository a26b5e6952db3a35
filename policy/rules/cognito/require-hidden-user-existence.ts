import { rule } from "../../core/rule.ts";
import { isMachine } from "./users.ts";

/** Who is a customer is nobody's business. */
export const requireHiddenUserExistence = rule({
  name: "require-hidden-user-existence",
  description: "Clients of user pools do not tell whether a user exists.",
  types: ["aws:cognito/userPoolClient:UserPoolClient", "aws:cognito/managedUserPoolClient:ManagedUserPoolClient"],
  property: "cognito.UserPoolClient.preventUserExistenceErrors",
  severity: "medium",
  level: "mandatory",
  reason: "By default a sign-in answers differently for unknown users, so that anyone can find out who is a customer.",
  remediation: 'Set `preventUserExistenceErrors` to "ENABLED".',
  controls: { "pci-dss-4.0.1": ["8.3.1"], soc2: ["CC6.1", "C1.1"], gdpr: ["25.2"], psd2: ["RTS 22"] },
  judge: ({ read }) => {
    if (read.text("preventUserExistenceErrors") === "ENABLED" || isMachine(read)) return undefined;
    return "The client tells anyone who asks whether a user exists.";
  },
});
