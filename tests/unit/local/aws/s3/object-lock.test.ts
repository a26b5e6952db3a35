import { describe, expect, it } from "vitest";
import type { Properties } from "../../../../../local/core/resource.ts";
import { dayMs, digestOf, shelf, type S3UnderTest } from "./harness.ts";

const locked = "AccessDenied: Access Denied because object protected by object lock.";
const bypass = { BypassGovernanceRetention: true };

const inDays = ({ kernel }: S3UnderTest, days: number): string => new Date(kernel.now() + days * dayMs).toISOString();

/** An object that is kept for ten days. */
async function kept(mode: "GOVERNANCE" | "COMPLIANCE") {
  const under = await shelf("locked");
  const lock = { ObjectLockMode: mode, ObjectLockRetainUntilDate: inDays(under, 10) };
  const { VersionId } = await under.put("k", "k", { ...digestOf("k"), ...lock });
  const version = { Key: "k", VersionId };
  const retain = (days: number, to: string = mode, more: Properties = {}) =>
    under.refusal("PutObjectRetention", {
      ...version,
      Retention: { Mode: to, RetainUntilDate: inDays(under, days) },
      ...more,
    });
  return { ...under, version, retain };
}

describe("a retention", () => {
  it("of compliance keeps a version until its day, whoever asks", async () => {
    const { kernel, call, refusal, version, text } = await kept("COMPLIANCE");
    expect(await refusal("DeleteObject", { ...version, ...bypass })).toBe(locked);
    await call("DeleteObject", { Key: "k" });
    expect(await text("k", version)).toBe("k");
    expect(await call("HeadObject", version)).toMatchObject({ ObjectLockMode: "COMPLIANCE" });
    await kernel.advance(10 * dayMs);
    await call("DeleteObject", version);
    expect(await refusal("GetObject", version)).toContain("NoSuchVersion");
  });

  it("of compliance can be lengthened and nothing else", async () => {
    const { retain, refusal, call, version } = await kept("COMPLIANCE");
    expect(await retain(9, "COMPLIANCE", bypass)).toBe(locked);
    expect(await retain(20, "GOVERNANCE", bypass)).toBe(locked);
    expect(await refusal("PutObjectRetention", { ...version, ...bypass, Retention: {} })).toBe(locked);
    expect(await retain(20)).toBe("no refusal but {}");
    expect(await call("GetObjectRetention", version)).toMatchObject({ Retention: { Mode: "COMPLIANCE" } });
    expect(await retain(19)).toBe(locked);
  });

  it("of governance yields to who sets it aside", async () => {
    const { retain, refusal, call, version } = await kept("GOVERNANCE");
    expect(await refusal("DeleteObject", version)).toBe(locked);
    expect(await retain(9)).toBe(locked);
    expect(await retain(20)).toBe("no refusal but {}");
    expect(await retain(5, "GOVERNANCE", bypass)).toBe("no refusal but {}");
    await call("DeleteObject", { ...version, ...bypass });
  });

  it("is what the bucket says where a new object says nothing", async () => {
    const { call, put, refusal, kernel } = await shelf("locked");
    const rule = { DefaultRetention: { Mode: "COMPLIANCE", Days: 3 } };
    await call("PutObjectLockConfiguration", { ObjectLockConfiguration: { ObjectLockEnabled: "Enabled", Rule: rule } });
    expect(await call("GetObjectLockConfiguration")).toEqual({
      ObjectLockConfiguration: { ObjectLockEnabled: "Enabled", Rule: rule },
    });
    const { VersionId } = await put("k", "k", digestOf("k"));
    const { Retention } = await call("GetObjectRetention", { Key: "k" });
    const until = new Date(kernel.now() + 3 * dayMs).toISOString();
    expect(Retention).toEqual({ Mode: "COMPLIANCE", RetainUntilDate: until });
    expect(await refusal("DeleteObject", { Key: "k", VersionId })).toBe(locked);
    expect(await refusal("PutObject", { Key: "l", Body: "l" })).toContain("InvalidRequest: Content-MD5 OR");
  });

  it.each<[string, Properties, string]>([
    ["an end in the past", { ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: "2025-01-01" }, "in the future!"],
    ["no end", { ObjectLockMode: "COMPLIANCE" }, "must both be supplied"],
    ["another mode", { ObjectLockMode: "X", ObjectLockRetainUntilDate: "2027-01-01" }, "Unknown wormMode directive."],
    ["half a hold", { ObjectLockLegalHoldStatus: "MAYBE" }, "Legal Hold must be either of 'ON' or 'OFF'"],
  ])("is refused with %s", async (_what, more, refused) => {
    const { refusal } = await shelf("locked");
    expect(await refusal("PutObject", { Key: "k", Body: "k", ...digestOf("k"), ...more })).toContain(refused);
  });
});

describe("a legal hold", () => {
  it("keeps a version until it is taken off, whatever its retention", async () => {
    const { call, put, refusal } = await shelf("locked");
    const { VersionId } = await put("k", "k", { ...digestOf("k"), ObjectLockLegalHoldStatus: "ON" });
    const version = { Key: "k", VersionId };
    expect(await refusal("DeleteObject", { ...version, ...bypass })).toBe(locked);
    expect(await call("GetObjectLegalHold", version)).toEqual({ LegalHold: { Status: "ON" } });
    expect(await refusal("GetObjectRetention", version)).toContain("NoSuchObjectLockConfiguration");
    await call("PutObjectLegalHold", { ...version, LegalHold: { Status: "OFF" } });
    await call("DeleteObject", version);
  });
});

describe("a bucket", () => {
  it("without locks takes none, and has to keep versions first", async () => {
    const { call, refusal } = await shelf();
    const configuration = { ObjectLockConfiguration: { ObjectLockEnabled: "Enabled" } };
    expect(await refusal("GetObjectLockConfiguration")).toContain("ObjectLockConfigurationNotFoundError");
    expect(await refusal("PutObjectLockConfiguration", configuration)).toContain("InvalidBucketState: Versioning must");
    expect(await refusal("PutObject", { Key: "k", ObjectLockLegalHoldStatus: "ON" })).toBe(
      "InvalidRequest: Bucket is missing Object Lock Configuration",
    );
    await call("PutBucketVersioning", { VersioningConfiguration: { Status: "Enabled" } });
    await call("PutObjectLockConfiguration", configuration);
    expect(await refusal("PutBucketVersioning", { VersioningConfiguration: { Status: "Suspended" } })).toContain(
      "InvalidBucketState: An Object Lock configuration is present",
    );
  });
});
