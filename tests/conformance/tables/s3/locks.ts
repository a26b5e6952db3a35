import { is, type Case, type Step, type Suite } from "../../case.ts";
import { bucket, keepVersion, onObject, put } from "./shared.ts";

const locked = bucket({ ObjectLockEnabledForBucket: true });
const [soon, later] = [new Date("2089-01-01T00:00:00Z"), new Date("2090-01-01T00:00:00Z")];

function kept(mode: "GOVERNANCE" | "COMPLIANCE"): readonly Step[] {
  const lock = { ObjectLockMode: mode, ObjectLockRetainUntilDate: soon };
  return [locked, put("k", { with: lock, ...keepVersion() })];
}

const version = { VersionId: "{version}" };
const bypass = { BypassGovernanceRetention: true };

function retained(name: string, mode: "GOVERNANCE" | "COMPLIANCE", until: Date, more: Partial<Case>): Case {
  const input = { ...version, Retention: { Mode: mode, RetainUntilDate: until } };
  return { name, before: kept(mode), ...onObject("PutObjectRetention", input), ...more };
}

/** Object Lock. */
export const lockSuite: Suite = {
  service: "s3",
  topic: "object lock",
  cases: [
    {
      name: "Compliance keeps a version from everybody",
      before: kept("COMPLIANCE"),
      ...onObject("DeleteObject", { ...version, ...bypass }),
      fails: "AccessDenied",
      after: [{ ...onObject("GetObject", version), gives: { Body: "k", ObjectLockMode: "COMPLIANCE" } }],
    },
    {
      name: "A deletion without a version marks what is kept",
      before: kept("COMPLIANCE"),
      ...onObject("DeleteObject"),
      gives: { DeleteMarker: true },
    },
    {
      name: "Governance keeps a version",
      before: kept("GOVERNANCE"),
      ...onObject("DeleteObject", version),
      fails: "AccessDenied",
      after: [onObject("DeleteObject", { ...version, ...bypass })],
    },
    retained("Compliance can be lengthened", "COMPLIANCE", later, {
      after: [{ ...onObject("GetObjectRetention", version), gives: { Retention: { RetainUntilDate: later } } }],
    }),
    retained("Compliance cannot be shortened", "COMPLIANCE", new Date("2088-01-01T00:00:00Z"), {
      fails: "AccessDenied",
    }),
    retained("Governance cannot be shortened", "GOVERNANCE", new Date("2088-01-01T00:00:00Z"), {
      fails: "AccessDenied",
    }),
    {
      name: "A legal hold keeps a version until it is off",
      before: [
        locked,
        put("k", keepVersion()),
        onObject("PutObjectLegalHold", { ...version, LegalHold: { Status: "ON" } }),
      ],
      ...onObject("DeleteObject", { ...version, ...bypass }),
      fails: "AccessDenied",
      after: [
        onObject("PutObjectLegalHold", { ...version, LegalHold: { Status: "OFF" } }),
        onObject("DeleteObject", version),
      ],
    },
    {
      name: "A bucket's own retention is every new object's",
      before: [
        locked,
        {
          call: "PutObjectLockConfiguration",
          input: {
            Bucket: "{case}",
            ObjectLockConfiguration: {
              ObjectLockEnabled: "Enabled",
              Rule: { DefaultRetention: { Mode: "GOVERNANCE", Days: 1 } },
            },
          },
        },
        put("k"),
      ],
      ...onObject("GetObjectRetention"),
      gives: { Retention: { Mode: "GOVERNANCE", RetainUntilDate: is.date } },
    },
    {
      name: "A bucket without locks has no configuration of them",
      before: [bucket()],
      call: "GetObjectLockConfiguration",
      input: { Bucket: "{case}" },
      fails: "ObjectLockConfigurationNotFoundError",
    },
    {
      name: "A bucket with locks goes on with its versions",
      before: [locked],
      call: "PutBucketVersioning",
      input: { Bucket: "{case}", VersioningConfiguration: { Status: "Suspended" } },
      fails: "InvalidBucketState",
    },
    {
      name: "A retention in the past",
      before: [locked],
      ...put("k", {
        with: { ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: new Date("2020-01-01T00:00:00Z") },
        fails: "InvalidArgument",
      }),
    },
  ],
};
