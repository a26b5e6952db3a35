import { UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { disallowServiceSpecificCredential } from "./disallow-service-specific-credential.ts";

/** Credentials with and without an end. */
export const fixtures: Fixtures = {
  rule: disallowServiceSpecificCredential,
  compliant: {
    "one that is switched off": {
      properties: { userName: "build", serviceName: "codecommit.amazonaws.com", status: "Inactive" },
    },
    "one that expires": {
      properties: { userName: "build", serviceName: "bedrock.amazonaws.com", credentialAgeDays: 30 },
    },
  },
  violating: {
    "the default": {
      properties: { userName: "build", serviceName: "codecommit.amazonaws.com" },
      faults: ["The user has a credential of a service that does not expire."],
    },
  },
  unknown: {
    status: {
      properties: { userName: "build", serviceName: "codecommit.amazonaws.com", status: UNKNOWN },
      path: "status",
    },
  },
};
