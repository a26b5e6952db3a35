import type { Kernel } from "../../core/kernel.ts";
import { randomHex } from "../../core/kernel.ts";
import type { Properties, ResourceModel } from "../../core/resource.ts";
import { defineResource } from "../inputs.ts";
import { arn, lengthBetween } from "../rules.ts";
import { versionIn } from "./managed-policies.ts";
import type { StoredPolicy } from "./managed-policies.ts";
import { entityName, requiredPolicy, roleModel, roleOf } from "./role-resource.ts";
import type { IamStore } from "./store.ts";

/** The resource types of IAM over one account's store. */
export function iamResources(kernel: Kernel, store: IamStore): readonly ResourceModel[] {
  return [roleModel(kernel, store), rolePolicyModel(store), policyModel(kernel, store), attachmentModel(store)];
}

function rolePolicyModel(store: IamStore): ResourceModel {
  const find = (id: string) => {
    const [roleName = "", name = ""] = id.split(":");
    const document = roleOf(store, roleName)?.inline.get(name)?.document;
    return document === undefined ? undefined : { roleName, name, document };
  };
  return defineResource({
    type: "aws:iam/rolePolicy:RolePolicy",
    global: true,
    inputs: {
      name: { replaces: true, computed: true, autoName: { lengthMax: 128 }, ...entityName(128) },
      namePrefix: { replaces: true, ...entityName(102) },
      role: { required: true, replaces: true, ...entityName(64) },
      policy: { required: true, json: true },
    },
    create(inputs) {
      const name = inputs.requiredText("name");
      const role = inputs.requiredText("role");
      const policy = requiredPolicy(inputs, "policy");
      store.putRolePolicy(role, name, policy);
      return { id: `${role}:${name}`, outputs: { name, role, policy } };
    },
    read({ id }) {
      const found = find(id);
      if (found === undefined) return undefined;
      return { name: found.name, role: found.roleName, policy: found.document };
    },
    update(inputs) {
      const policy = requiredPolicy(inputs, "policy");
      store.putRolePolicy(inputs.requiredText("role"), inputs.requiredText("name"), policy);
      return { policy };
    },
    delete({ id }) {
      const found = find(id);
      if (found !== undefined) store.deleteRolePolicy(found.roleName, found.name);
    },
  });
}

function policyModel(kernel: Kernel, store: IamStore): ResourceModel {
  return defineResource({
    type: "aws:iam/policy:Policy",
    global: true,
    inputs: {
      name: { replaces: true, computed: true, autoName: { lengthMax: 128 }, ...entityName(128) },
      namePrefix: { replaces: true, ...entityName(102) },
      path: { replaces: true, default: "/" },
      description: { replaces: true, ...lengthBetween(0, 1000) },
      policy: { required: true, json: true },
    },
    create(inputs) {
      const identity = {
        name: inputs.requiredText("name"),
        path: inputs.text("path") ?? "/",
        description: inputs.text("description"),
        uniqueId: `ANPA${randomHex(kernel, 8).toUpperCase()}`,
        createdMs: kernel.now(),
        tags: inputs.strings("tags"),
      };
      const policy = store.policies.create(identity, requiredPolicy(inputs, "policy"));
      return { id: policy.arn, outputs: policyOutputs(store, policy) };
    },
    read({ id }) {
      const policy = store.policies.all().find((one) => one.arn === id);
      return policy === undefined ? undefined : policyOutputs(store, policy);
    },
    update(inputs, { id }) {
      const policy = store.policies.find(id);
      const document = requiredPolicy(inputs, "policy");
      if (document !== currentDocument(policy)) {
        store.addPolicyVersion(id, { document, createdMs: kernel.now(), isDefault: true, prunes: true });
      }
      policy.tags = inputs.strings("tags");
      return policyOutputs(store, policy);
    },
    delete({ id }) {
      if (store.policies.all().some((one) => one.arn === id)) store.deletePolicy(id, true);
    },
  });
}

function currentDocument(policy: StoredPolicy): string {
  return versionIn(policy, policy.defaultVersionId).document;
}

function policyOutputs(store: IamStore, policy: StoredPolicy): Properties {
  return {
    name: policy.name,
    path: policy.path,
    arn: policy.arn,
    policy: currentDocument(policy),
    policyId: policy.uniqueId,
    description: policy.description ?? "",
    attachmentCount: store.holders(policy.arn).attached,
    tags: policy.tags,
    tagsAll: policy.tags,
  };
}

function attachmentModel(store: IamStore): ResourceModel {
  const split = (id: string) => {
    const slash = id.indexOf("/");
    return { role: id.slice(0, slash), policyArn: id.slice(slash + 1) };
  };
  const isThere = (role: string, policyArn: string) => roleOf(store, role)?.attached.has(policyArn) === true;
  return defineResource({
    type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    global: true,
    inputs: {
      role: { required: true, replaces: true, ...entityName(64) },
      policyArn: { required: true, replaces: true, ...arn },
    },
    create(inputs) {
      const role = inputs.requiredText("role");
      const policyArn = inputs.requiredText("policyArn");
      store.attach(role, policyArn);
      return { id: `${role}/${policyArn}`, outputs: { role, policyArn } };
    },
    read({ id }) {
      const { role, policyArn } = split(id);
      return isThere(role, policyArn) ? { role, policyArn } : undefined;
    },
    delete({ id }) {
      const { role, policyArn } = split(id);
      if (isThere(role, policyArn)) store.detach(role, policyArn);
    },
  });
}
