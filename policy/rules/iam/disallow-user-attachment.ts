import { rule } from "../../core/rule.ts";

const EXCLUSIVE = "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive";
const ALL_KINDS = "aws:iam/policyAttachment:PolicyAttachment";

/** Policies of AWS that only refuse, or let people keep their own password. */
const HARMLESS = /^arn:[^:]*:iam::aws:policy\/(AWSDenyAll|AWSCompromisedKeyQuarantine(V\d+)?|IAMUserChangePassword)$/;

/** Users have rights by groups and roles. */
export const disallowUserAttachment = rule({
  name: "disallow-user-attachment",
  description: "No policy is attached to a user, except those that refuse or let people change their password.",
  types: [
    "aws:iam/userPolicyAttachment:UserPolicyAttachment",
    "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
    "aws:iam/policyAttachment:PolicyAttachment",
  ],
  property: "iam.UserPolicyAttachment.policyArn",
  severity: "medium",
  level: "mandatory",
  reason: "Rights that hang on single people are found by nobody who reviews roles, and stay when people change jobs.",
  remediation: "Attach the policy to a role that the person takes on, or to a group, and leave `users` empty.",
  controls: { "pci-dss-4.0.1": ["7.2.2", "7.2.5"], soc2: ["CC6.2", "CC6.3"], "aws-fsbp": ["IAM.2"] },
  judge: ({ resource, read }) => {
    if (resource.type === ALL_KINDS)
      return read.texts("users").map((user) => `The policy is attached to the user ${user}.`);
    const arns = read.texts(resource.type === EXCLUSIVE ? "policyArns" : "policyArn");
    return arns.filter((arn) => !HARMLESS.test(arn)).map((arn) => `${arn} is attached to a user.`);
  },
});
