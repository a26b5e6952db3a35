import { UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { disallowUserAttachment } from "./disallow-user-attachment.ts";

/** Policies attached to users in three ways. */
export const fixtures: Fixtures = {
  rule: disallowUserAttachment,
  compliant: {
    "the right to change one's password": {
      properties: { user: "ada", policyArn: "arn:aws:iam::aws:policy/IAMUserChangePassword" },
    },
    "no policies": {
      type: "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
      properties: { userName: "ada", policyArns: [] },
    },
    "to a role": {
      type: "aws:iam/policyAttachment:PolicyAttachment",
      properties: { name: "orders", roles: ["orders"], policyArn: "arn:aws:iam::111122223333:policy/orders" },
    },
  },
  violating: {
    one: {
      properties: { user: "ada", policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
      faults: ["arn:aws:iam::aws:policy/AdministratorAccess is attached to a user."],
    },
    "a list": {
      type: "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
      properties: { userName: "ada", policyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] },
      faults: ["arn:aws:iam::aws:policy/ReadOnlyAccess is attached to a user."],
    },
    "among others": {
      type: "aws:iam/policyAttachment:PolicyAttachment",
      properties: { name: "orders", users: ["ada"], policyArn: "arn:aws:iam::111122223333:policy/orders" },
      faults: ["The policy is attached to the user ada."],
    },
  },
  unknown: {
    "the policy": { properties: { user: "ada", policyArn: UNKNOWN }, path: "policyArn" },
    "the users": {
      type: "aws:iam/policyAttachment:PolicyAttachment",
      properties: { name: "orders", users: UNKNOWN, policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
      path: "users",
    },
  },
};
