import type { Kernel } from "../../core/kernel.ts";
import { randomHex } from "../../core/kernel.ts";
import type { ResourceModel } from "../../core/resource.ts";
import { autoName } from "../auto-name.ts";
import { defineResource, isProperties } from "../inputs.ts";
import type { Reader } from "../inputs.ts";
import { malformed } from "./policy-document.ts";
import type { IamStore } from "./store.ts";

/** The resource types of IAM over one account's store. */
export function iamResources(kernel: Kernel, store: IamStore): readonly ResourceModel[] {
  return [roleModel(kernel, store), rolePolicyModel(kernel, store), policyModel(kernel, store), attachmentModel(store)];
}

function roleModel(kernel: Kernel, store: IamStore): ResourceModel {
  return defineResource({
    type: "aws:iam/role:Role",
    honoured: [
      "name",
      "path",
      "assumeRolePolicy",
      "inlinePolicies",
      "managedPolicyArns",
      "maxSessionDuration",
      "permissionsBoundary",
    ],
    echoed: ["description", "forceDetachPolicies"],
    create(inputs, registration) {
      const name = inputs.text("name") ?? autoName(kernel, registration);
      const path = inputs.text("path") ?? "/";
      const maxSessionSeconds = inputs.number("maxSessionDuration") ?? 3600;
      const uniqueId = `AROA${randomHex(kernel, 8).toUpperCase()}`;
      const role = store.createRole({
        name,
        path,
        uniqueId,
        trustPolicy: requiredPolicy(inputs, "assumeRolePolicy"),
        maxSessionSeconds,
        boundaryArn: inputs.text("permissionsBoundary"),
      });
      for (const policy of inputs.children("inlinePolicies")) {
        store.putRolePolicy(name, policy.requiredText("name"), requiredPolicy(policy, "policy"));
      }
      for (const policyArn of inputs.texts("managedPolicyArns")) store.attach(name, policyArn);
      const createDate = new Date(kernel.now()).toISOString();
      return {
        id: name,
        outputs: { name, path, arn: role.arn, maxSessionDuration: maxSessionSeconds, createDate, uniqueId },
      };
    },
  });
}

function rolePolicyModel(kernel: Kernel, store: IamStore): ResourceModel {
  return defineResource({
    type: "aws:iam/rolePolicy:RolePolicy",
    honoured: ["name", "role", "policy"],
    create(inputs, registration) {
      const name = inputs.text("name") ?? autoName(kernel, registration);
      const role = inputs.requiredText("role");
      const policy = requiredPolicy(inputs, "policy");
      store.putRolePolicy(role, name, policy);
      return { id: `${role}:${name}`, outputs: { name, role, policy } };
    },
  });
}

function policyModel(kernel: Kernel, store: IamStore): ResourceModel {
  return defineResource({
    type: "aws:iam/policy:Policy",
    honoured: ["name", "path", "policy"],
    echoed: ["description"],
    create(inputs, registration) {
      const name = inputs.text("name") ?? autoName(kernel, registration);
      const path = inputs.text("path") ?? "/";
      const policy = requiredPolicy(inputs, "policy");
      const arn = store.createPolicy(name, path, policy);
      const policyId = `ANPA${randomHex(kernel, 8).toUpperCase()}`;
      return { id: arn, outputs: { name, path, arn, policy, policyId, attachmentCount: 0 } };
    },
  });
}

function attachmentModel(store: IamStore): ResourceModel {
  return defineResource({
    type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    honoured: ["role", "policyArn"],
    create(inputs) {
      const role = inputs.requiredText("role");
      const policyArn = inputs.requiredText("policyArn");
      store.attach(role, policyArn);
      return { id: `${role}/${policyArn}`, outputs: { role, policyArn } };
    },
  });
}

// A program may hand over a policy as text or as the object that becomes it.
function requiredPolicy(inputs: Reader, key: string): string {
  const value = inputs.properties[key];
  if (isProperties(value)) return JSON.stringify(value);
  if (typeof value !== "string" || value === "") throw malformed(`${inputs.what}: ${key} is required.`);
  return value;
}
