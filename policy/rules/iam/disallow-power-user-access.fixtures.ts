import { attachmentFixtures } from "./attachment-cases.ts";
import { disallowPowerUserAccess } from "./disallow-power-user-access.ts";

/** Policies of AWS in every form of attachment. */
export const fixtures = attachmentFixtures(disallowPowerUserAccess, {
  allowed: ["arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess", "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess"],
  refused: {
    "power users": ["arn:aws:iam::aws:policy/PowerUserAccess", "PowerUserAccess is attached."],
    identities: ["arn:aws:iam::aws:policy/IAMFullAccess", "IAMFullAccess is attached."],
    "a job": ["arn:aws:iam::aws:policy/job-function/SystemAdministrator", "SystemAdministrator is attached."],
  },
});
