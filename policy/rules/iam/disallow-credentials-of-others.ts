import { rule } from "../../core/rule.ts";
import { allowsOnAll, IDENTITY_TYPES } from "../../iam/identity.ts";

/** Nobody makes keys and passwords of others. */
export const disallowCredentialsOfOthers = rule({
  name: "disallow-credentials-of-others",
  description: "Making access keys, passwords and other credentials is allowed on named users only.",
  types: IDENTITY_TYPES,
  property: "iam.identity.CreateAccessKey",
  severity: "critical",
  level: "mandatory",
  reason: "Whoever may make a key of any user acts as that user, and the log names the wrong person.",
  remediation:
    "Name the users in `Resource`; for one's own credentials, `arn:aws:iam::<account>:user/${aws:username}`.",
  controls: { "pci-dss-4.0.1": ["7.2.1", "8.2.1"], soc2: ["CC6.1", "CC6.3"], psd2: ["RTS 22"] },
  judge: ({ resource }) => allowsOnAll(resource, "credential"),
});
