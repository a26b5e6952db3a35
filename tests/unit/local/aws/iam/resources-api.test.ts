import { describe, expect, it } from "vitest";
import { createIam } from "../../../../../local/aws/iam/index.ts";
import { parseQueryCall, queryReply } from "../../../../../local/http/query-protocol.ts";
import type { Properties } from "../../../../../local/core/resource.ts";
import { createVirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { accountId, callOf, register } from "../account.ts";

const roleType = "aws:iam/role:Role";
const policyArn = `arn:aws:iam::${accountId}:policy/reads`;
const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
});
const allowing = (action: string) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] });

/** IAM with the role "relay", which has the inline policy "may" and the managed policy "reads". */
async function iamWithRole() {
  const iam = createIam({ kernel: createVirtualKernel(1), accountId });
  await register(iam.resources, "aws:iam/policy:Policy", { name: "reads", policy: allowing("s3:Get*") });
  await register(iam.resources, roleType, {
    name: "relay",
    path: "/cells/",
    assumeRolePolicy: trust,
    inlinePolicies: [{ name: "may", policy: allowing("sqs:SendMessage") }],
    managedPolicyArns: [policyArn],
    tags: { cell: "eu" },
  });
  const api = async (action: string, input: Properties = {}) =>
    iam.service.handle(callOf("iam", action, input, { region: "us-east-1" }));
  /** As it goes over HTTP: a form in, XML out. */
  const wire = async (form: string) => {
    const { action, input } = parseQueryCall(form);
    return queryReply("iam", action, "request", await api(action, input)).text();
  };
  return { iam, api, wire };
}

describe("IAM's API", () => {
  it("tells all of a role, documents percent-encoded", async () => {
    const { api } = await iamWithRole();
    const { Role } = await api("GetRole", { RoleName: "relay" });
    expect(Role).toMatchObject({
      RoleName: "relay",
      Path: "/cells/",
      Arn: `arn:aws:iam::${accountId}:role/cells/relay`,
      AssumeRolePolicyDocument: encodeURIComponent(trust),
      MaxSessionDuration: 3600,
      Tags: [{ Key: "cell", Value: "eu" }],
    });
    expect(await api("GetRolePolicy", { RoleName: "relay", PolicyName: "may" })).toEqual({
      RoleName: "relay",
      PolicyName: "may",
      PolicyDocument: encodeURIComponent(allowing("sqs:SendMessage")),
    });
    expect(await api("ListRolePolicies", { RoleName: "relay" })).toEqual({ PolicyNames: ["may"], IsTruncated: false });
    expect(await api("ListAttachedRolePolicies", { RoleName: "relay" })).toEqual({
      AttachedPolicies: [{ PolicyName: "reads", PolicyArn: policyArn }],
      IsTruncated: false,
    });
  });

  it("tells a managed policy and its versions", async () => {
    const { api } = await iamWithRole();
    expect((await api("GetPolicy", { PolicyArn: policyArn }))["Policy"]).toMatchObject({
      PolicyName: "reads",
      DefaultVersionId: "v1",
      AttachmentCount: 1,
    });
    expect((await api("GetPolicyVersion", { PolicyArn: policyArn, VersionId: "v1" }))["PolicyVersion"]).toMatchObject({
      Document: encodeURIComponent(allowing("s3:Get*")),
      IsDefaultVersion: true,
    });
    await api("CreatePolicyVersion", { PolicyArn: policyArn, PolicyDocument: allowing("s3:*") });
    const version = { PolicyArn: policyArn, VersionId: "v2" };
    await expect(api("DeletePolicyVersion", { ...version, VersionId: "v1" })).rejects.toMatchObject({
      code: "DeleteConflict",
    });
    await api("SetDefaultPolicyVersion", version);
    await api("DeletePolicyVersion", { ...version, VersionId: "v1" });
    await expect(api("DeletePolicy", version)).rejects.toMatchObject({ code: "DeleteConflict" });
    await api("DetachRolePolicy", { RoleName: "relay", PolicyArn: policyArn });
    await api("DeletePolicy", version);
    expect(await api("ListPolicies", { Scope: "Local" })).toEqual({ Policies: [], IsTruncated: false });
  });

  it("lists in pages", async () => {
    const { iam, api } = await iamWithRole();
    for (const name of ["a", "b"]) await register(iam.resources, roleType, { name, assumeRolePolicy: trust });
    const first = await api("ListRoles", { MaxItems: "2" });
    expect(first).toMatchObject({ Roles: [{ RoleName: "a" }, { RoleName: "b" }], IsTruncated: true });
    expect(await api("ListRoles", { MaxItems: "2", Marker: first["Marker"] })).toMatchObject({
      Roles: [{ RoleName: "relay" }],
      IsTruncated: false,
    });
    expect(await api("ListRoles", { PathPrefix: "/cells/" })).toMatchObject({ Roles: [{ RoleName: "relay" }] });
  });

  it.each([
    ["a role", "GetRole", { RoleName: "absent" }, "The role with name absent cannot be found."],
    [
      "an inline policy",
      "DeleteRolePolicy",
      { RoleName: "relay", PolicyName: "absent" },
      "The role policy with name absent cannot be found.",
    ],
    ["a policy", "GetPolicy", { PolicyArn: `${policyArn}2` }, `Policy ${policyArn}2 was not found.`],
    ["an attachment", "DetachRolePolicy", { RoleName: "relay", PolicyArn: `${policyArn}2` }, "was not found."],
  ])("finds no %s that is not there", async (_what, action, input, message) => {
    const { api } = await iamWithRole();
    await expect(api(action, input)).rejects.toMatchObject({ code: "NoSuchEntity", status: 404 });
    await expect(api(action, input)).rejects.toThrow(message);
  });

  it("refuses a trust policy that is malformed, and keeps the old one", async () => {
    const { api } = await iamWithRole();
    const refused = api("UpdateAssumeRolePolicy", { RoleName: "relay", PolicyDocument: "{" });
    await expect(refused).rejects.toMatchObject({ code: "MalformedPolicyDocument" });
    expect((await api("GetRole", { RoleName: "relay" }))["Role"]).toMatchObject({
      AssumeRolePolicyDocument: encodeURIComponent(trust),
    });
  });

  it("is judged on the role or the policy that a call names", async () => {
    const { iam } = await iamWithRole();
    const judged = (action: string, input: Properties) => iam.service.authorizations(callOf("iam", action, input));
    expect(judged("GetRole", { RoleName: "relay" })).toMatchObject([
      { action: "iam:GetRole", resource: `arn:aws:iam::${accountId}:role/cells/relay` },
    ]);
    expect(judged("GetPolicy", { PolicyArn: policyArn })).toMatchObject([
      { action: "iam:GetPolicy", resource: policyArn },
    ]);
    expect(judged("ListRoles", {})).toMatchObject([{ action: "iam:ListRoles" }]);
  });
});

describe("IAM over the Query protocol", () => {
  it("reads lists of a form, and answers lists of members", async () => {
    const { wire } = await iamWithRole();
    await wire(
      "Action=TagRole&Version=2010-05-08&RoleName=relay&Tags.member.1.Key=a&Tags.member.1.Value=1&" +
        "Tags.member.2.Key=b&Tags.member.2.Value=2",
    );
    await wire("Action=UntagRole&RoleName=relay&TagKeys.member.1=cell&TagKeys.member.2=a");
    expect(await wire("Action=ListRoleTags&RoleName=relay")).toBe(
      '<ListRoleTagsResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListRoleTagsResult>' +
        "<Tags><member><Key>b</Key><Value>2</Value></member></Tags><IsTruncated>false</IsTruncated>" +
        "</ListRoleTagsResult><ResponseMetadata><RequestId>request</RequestId></ResponseMetadata>" +
        "</ListRoleTagsResponse>",
    );
  });

  it.each([
    "A.member.0=x",
    "A.member.x=x",
    "A.member.2=x",
    "A=1&A.member.1=x",
    "A.member.1=x&A.name=x",
    "__proto__.a=x",
  ])("refuses the malformed form %s", (form) => {
    expect(() => parseQueryCall(`Action=Any&${form}`)).toThrow("is malformed.");
  });
});
