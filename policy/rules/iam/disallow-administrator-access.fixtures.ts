import { attachmentFixtures } from "./attachment-cases.ts";
import { disallowAdministratorAccess } from "./disallow-administrator-access.ts";

/** Policies of AWS in every form of attachment. */
export const fixtures = attachmentFixtures(disallowAdministratorAccess, {
  allowed: [
    "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
    "arn:aws:iam::111122223333:policy/AdministratorAccess",
  ],
  refused: { all: ["arn:aws:iam::aws:policy/AdministratorAccess", "AdministratorAccess is attached."] },
});
