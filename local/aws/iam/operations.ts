import type { ServiceModel } from "../../core/call.ts";
import { AwsError, notImplemented } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import { readerOf } from "../inputs.ts";
import { iamAuthorizations } from "./authorizations.ts";
import { noSuchEntity } from "./limits.ts";
import { describeTags, encoded, page } from "./operation.ts";
import type { IamOperation, Output } from "./operation.ts";
import { policyOperations } from "./policy-operations.ts";
import type { IamStore, StoredRole } from "./store.ts";

const roleOperations: Readonly<Record<string, (operation: IamOperation) => Output>> = {
  GetRole: (operation) => ({ Role: describeRole(target(operation)) }),
  ListRoles({ store, input }) {
    const prefix = input.text("PathPrefix") ?? "/";
    const roles = [...store.roles()].filter(({ path }) => path.startsWith(prefix));
    return page(input, "Roles", roles.toSorted(byName).map(describeRole));
  },
  UpdateRole(operation) {
    const { store, input } = operation;
    const seconds = input.number("MaxSessionDuration");
    if (seconds !== undefined && (seconds < 3600 || seconds > 43_200)) {
      throw new AwsError("ValidationError", `MaxSessionDuration ${seconds} is not between 3600 and 43200.`);
    }
    const description = input.text("Description");
    store.updateRole(target(operation).name, {
      ...(seconds !== undefined && { maxSessionSeconds: seconds }),
      ...(description !== undefined && { description }),
    });
    return {};
  },
  UpdateAssumeRolePolicy(operation) {
    const { store, input } = operation;
    store.updateRole(target(operation).name, { trustPolicy: input.requiredText("PolicyDocument") });
    return {};
  },
  DeleteRole(operation) {
    operation.store.deleteRole(target(operation).name);
    return {};
  },
  GetRolePolicy(operation) {
    const { name, inline } = target(operation);
    const policyName = operation.input.requiredText("PolicyName");
    const policy = inline.get(policyName);
    if (policy === undefined) throw noSuchEntity(`The role policy with name ${policyName} cannot be found.`);
    return { RoleName: name, PolicyName: policyName, PolicyDocument: encoded(policy.document) };
  },
  PutRolePolicy(operation) {
    const { store, input } = operation;
    store.putRolePolicy(target(operation).name, input.requiredText("PolicyName"), input.requiredText("PolicyDocument"));
    return {};
  },
  DeleteRolePolicy(operation) {
    operation.store.deleteRolePolicy(target(operation).name, operation.input.requiredText("PolicyName"));
    return {};
  },
  ListRolePolicies: (operation) =>
    page(operation.input, "PolicyNames", [...target(operation).inline.keys()].toSorted()),
  AttachRolePolicy(operation) {
    operation.store.attach(target(operation).name, operation.input.requiredText("PolicyArn"));
    return {};
  },
  DetachRolePolicy(operation) {
    operation.store.detach(target(operation).name, operation.input.requiredText("PolicyArn"));
    return {};
  },
  ListAttachedRolePolicies(operation) {
    const attached = [...target(operation).attached].map((policyArn) => ({
      PolicyName: policyArn.slice(policyArn.lastIndexOf("/") + 1),
      PolicyArn: policyArn,
    }));
    return page(operation.input, "AttachedPolicies", attached);
  },
  ListRoleTags: (operation) => page(operation.input, "Tags", describeTags(target(operation).tags)),
  TagRole(operation) {
    const role = target(operation);
    const added = operation.input.children("Tags").map((tag) => [tag.requiredText("Key"), tag.text("Value") ?? ""]);
    operation.store.updateRole(role.name, { tags: { ...role.tags, ...Object.fromEntries(added) } });
    return {};
  },
  UntagRole(operation) {
    const role = target(operation);
    const gone = operation.input.texts("TagKeys");
    const tags = Object.fromEntries(Object.entries(role.tags).filter(([key]) => !gone.includes(key)));
    operation.store.updateRole(role.name, { tags });
    return {};
  },
};

const operations = { ...roleOperations, ...policyOperations };

/** The API of IAM, which speaks the Query protocol in one region for all. Source: the IAM API reference. */
export function createIamService(deps: {
  readonly kernel: Kernel;
  readonly accountId: string;
  readonly store: IamStore;
}): ServiceModel {
  const { kernel, accountId, store } = deps;
  return {
    name: "iam",
    handle(call) {
      const operation = operations[call.action];
      if (operation === undefined) throw notImplemented(`iam:${call.action}`);
      return operation({ kernel, store, input: readerOf(call.action, call.input) });
    },
    authorizations: (call) => iamAuthorizations(store, accountId, call),
  };
}

function target({ store, input }: IamOperation): StoredRole {
  return store.roleNamed(input.requiredText("RoleName"));
}

function byName(left: StoredRole, right: StoredRole): number {
  return left.name < right.name ? -1 : 1;
}

function describeRole(role: StoredRole): Output {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.uniqueId,
    Arn: role.arn,
    CreateDate: new Date(role.createdMs).toISOString(),
    AssumeRolePolicyDocument: encoded(role.trustPolicy),
    Description: role.description,
    MaxSessionDuration: role.maxSessionSeconds,
    ...(role.boundaryArn !== undefined && {
      PermissionsBoundary: { PermissionsBoundaryType: "Policy", PermissionsBoundaryArn: role.boundaryArn },
    }),
    Tags: describeTags(role.tags),
  };
}
