import { notImplemented } from "../../core/errors.ts";
import { versionIn } from "./managed-policies.ts";
import type { PolicyVersion, StoredPolicy } from "./managed-policies.ts";
import { describeTags, encoded, page } from "./operation.ts";
import type { IamOperation, Output } from "./operation.ts";

/** IAM's operations on the account's managed policies. */
export const policyOperations: Readonly<Record<string, (operation: IamOperation) => Output>> = {
  GetPolicy: (operation) => ({ Policy: describePolicy(operation, target(operation)) }),
  ListPolicies(operation) {
    const { store, input } = operation;
    const scope = input.text("Scope") ?? "Local";
    if (scope !== "Local") throw notImplemented(`the Scope ${scope} of iam:ListPolicies`);
    return page(
      input,
      "Policies",
      store.policies.all().map((policy) => describePolicy(operation, policy)),
    );
  },
  GetPolicyVersion(operation) {
    const policy = target(operation);
    const version = versionIn(policy, operation.input.requiredText("VersionId"));
    return { PolicyVersion: { Document: encoded(version.document), ...describeVersion(policy, version) } };
  },
  ListPolicyVersions(operation) {
    const policy = target(operation);
    const newestFirst = policy.versions.toReversed().map((version) => describeVersion(policy, version));
    return page(operation.input, "Versions", newestFirst);
  },
  CreatePolicyVersion(operation) {
    const { kernel, store, input } = operation;
    const policy = target(operation);
    const version = store.addPolicyVersion(policy.arn, {
      document: input.requiredText("PolicyDocument"),
      createdMs: kernel.now(),
      isDefault: input.properties["SetAsDefault"] === "true" || input.properties["SetAsDefault"] === true,
      prunes: false,
    });
    return { PolicyVersion: describeVersion(policy, version) };
  },
  SetDefaultPolicyVersion(operation) {
    operation.store.setDefaultPolicyVersion(target(operation).arn, operation.input.requiredText("VersionId"));
    return {};
  },
  DeletePolicyVersion(operation) {
    operation.store.policies.deleteVersion(target(operation).arn, operation.input.requiredText("VersionId"));
    return {};
  },
  DeletePolicy(operation) {
    operation.store.deletePolicy(target(operation).arn, false);
    return {};
  },
};

function target({ store, input }: IamOperation): StoredPolicy {
  return store.policies.find(input.requiredText("PolicyArn"));
}

function describePolicy({ store }: IamOperation, policy: StoredPolicy): Output {
  const { attached, bounded } = store.holders(policy.arn);
  return {
    PolicyName: policy.name,
    PolicyId: policy.uniqueId,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: attached,
    PermissionsBoundaryUsageCount: bounded,
    IsAttachable: true,
    Description: policy.description,
    CreateDate: new Date(policy.createdMs).toISOString(),
    UpdateDate: new Date(policy.versions.at(-1)?.createdMs ?? policy.createdMs).toISOString(),
    Tags: describeTags(policy.tags),
  };
}

function describeVersion(policy: StoredPolicy, { id, createdMs }: PolicyVersion): Output {
  return {
    VersionId: id,
    IsDefaultVersion: id === policy.defaultVersionId,
    CreateDate: new Date(createdMs).toISOString(),
  };
}
