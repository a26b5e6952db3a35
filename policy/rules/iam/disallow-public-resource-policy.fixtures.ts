import { UNKNOWN } from "../../core/fixtures.ts";
import { resourceFixtures } from "./resource-cases.ts";
import { disallowPublicResourcePolicy } from "./disallow-public-resource-policy.ts";

/** What disallow-public-resource-policy allows, finds, and cannot tell. */
export const fixtures = resourceFixtures(disallowPublicResourcePolicy, {
  allowed: {
    "an organization": { principal: "*", condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } },
    "a network": { principal: { AWS: "*" }, condition: { IpAddress: { "aws:SourceIp": ["203.0.113.0/24"] } } },
  },
  refused: {
    anyone: [{ principal: "*" }, () => "lets anyone in."],
    "anyone of AWS": [{ principal: { AWS: ["*"] } }, () => "lets anyone in."],
    "anyone by TLS": [
      { principal: "*", condition: { Bool: { "aws:SecureTransport": "true" } } },
      () => "lets anyone in.",
    ],
    "anyone who does not say their organization": [
      { principal: "*", condition: { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } },
      () => "lets anyone in.",
    ],
  },
  unknown: { whom: [{ principal: UNKNOWN }, "Principal"] },
});
