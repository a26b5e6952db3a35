import type { Kernel } from "../../core/kernel.ts";
import { randomHex } from "../../core/kernel.ts";
import type { Existing, Properties, ResourceModel } from "../../core/resource.ts";
import { defineResource, isProperties } from "../inputs.ts";
import type { Reader } from "../inputs.ts";
import { all, arn, between, lengthBetween, matching } from "../rules.ts";
import { malformed } from "./malformed.ts";
import type { IamStore, StoredRole } from "./store.ts";

/** What IAM takes as a name, of at most `lengthMax` characters. */
export const entityName = (lengthMax: number) =>
  all(lengthBetween(1, lengthMax), matching(/^[\w+=,.@-]*$/, "must match [\\w+=,.@-]"));

/** `aws:iam/role:Role`. */
export function roleModel(kernel: Kernel, store: IamStore): ResourceModel {
  return defineResource({
    type: "aws:iam/role:Role",
    global: true,
    inputs: {
      name: { replaces: true, computed: true, autoName: { lengthMax: 64 }, ...entityName(64) },
      namePrefix: { replaces: true, ...entityName(38) },
      path: { replaces: true, default: "/", ...lengthBetween(0, 512) },
      assumeRolePolicy: { required: true, json: true },
      description: lengthBetween(0, 1000),
      forceDetachPolicies: { default: false },
      inlinePolicies: { computed: true, unordered: true },
      managedPolicyArns: { computed: true, unordered: true },
      maxSessionDuration: { default: 3600, ...between(3600, 43_200) },
      permissionsBoundary: arn,
    },
    create(inputs) {
      const role = store.createRole({
        ...settingsOf(inputs),
        name: inputs.requiredText("name"),
        path: inputs.text("path") ?? "/",
        uniqueId: `AROA${randomHex(kernel, 8).toUpperCase()}`,
        createdMs: kernel.now(),
      });
      try {
        putPolicies(store, role, inputs, {});
      } catch (fault) {
        empty(store, role, true, true);
        store.deleteRole(role.name);
        throw fault;
      }
      return { id: role.name, outputs: outputsOf(role, inputs.properties) };
    },
    read(existing) {
      const role = roleOf(store, existing.id);
      return role === undefined ? undefined : outputsOf(role, existing.inputs);
    },
    update(inputs, existing) {
      const role = store.roleNamed(existing.id);
      store.atomically(role, () => {
        store.updateRole(role.name, settingsOf(inputs));
        putPolicies(store, role, inputs, existing.inputs);
      });
      return outputsOf(role, inputs.properties);
    },
    delete(existing) {
      const role = roleOf(store, existing.id);
      if (role === undefined) return;
      const { inputs } = existing;
      const force = inputs["forceDetachPolicies"] === true;
      store.atomically(role, () => {
        // What the resource itself declares goes with it.
        empty(store, role, force || isList(inputs["inlinePolicies"]), force || isList(inputs["managedPolicyArns"]));
        store.deleteRole(role.name);
      });
    },
  });
}

/** The role of a name; `undefined` where there is none. */
export function roleOf(store: IamStore, name: string): StoredRole | undefined {
  for (const role of store.roles()) {
    if (role.name === name) return role;
  }
  return undefined;
}

/** A policy as text; a program may hand over the object that becomes it. */
export function requiredPolicy(inputs: Reader, key: string): string {
  const value = inputs.properties[key];
  if (isProperties(value)) return JSON.stringify(value);
  if (typeof value !== "string" || value === "") throw malformed(`${inputs.what}: ${key} is required.`);
  return value;
}

function settingsOf(inputs: Reader) {
  return {
    trustPolicy: requiredPolicy(inputs, "assumeRolePolicy"),
    maxSessionSeconds: inputs.number("maxSessionDuration") ?? 3600,
    boundaryArn: inputs.text("permissionsBoundary"),
    description: inputs.text("description"),
    tags: inputs.strings("tags"),
  };
}

/** Makes the role's policies what `inputs` lists; what nobody lists is left alone. */
function putPolicies(store: IamStore, role: StoredRole, inputs: Reader, before: Properties): void {
  const inline = inputs.children("inlinePolicies").map((policy) => ({
    name: policy.requiredText("name"),
    document: requiredPolicy(policy, "policy"),
  }));
  if (inputs.properties["inlinePolicies"] !== undefined) {
    const listed = Array.isArray(before["inlinePolicies"]) ? before["inlinePolicies"] : [];
    const gone = listed.filter(isProperties).map(({ name }) => String(name));
    for (const name of gone) {
      if (role.inline.has(name) && !inline.some((one) => one.name === name)) store.deleteRolePolicy(role.name, name);
    }
  }
  for (const { name, document } of inline) store.putRolePolicy(role.name, name, document);
  const attached = inputs.texts("managedPolicyArns");
  if (inputs.properties["managedPolicyArns"] !== undefined) {
    for (const policyArn of role.attached) {
      if (!attached.includes(policyArn)) store.detach(role.name, policyArn);
    }
  }
  for (const policyArn of attached) store.attach(role.name, policyArn);
}

function empty(store: IamStore, role: StoredRole, inline: boolean, attached: boolean): void {
  if (inline) for (const name of role.inline.keys()) store.deleteRolePolicy(role.name, name);
  if (attached) for (const policyArn of role.attached) store.detach(role.name, policyArn);
}

function outputsOf(role: StoredRole, declared: Existing["inputs"]): Properties {
  const isImport = Object.keys(declared).length === 0;
  const inline = [...role.inline].map(([name, { document }]) => ({ name, policy: document }));
  return {
    name: role.name,
    path: role.path,
    arn: role.arn,
    uniqueId: role.uniqueId,
    createDate: new Date(role.createdMs).toISOString(),
    assumeRolePolicy: role.trustPolicy,
    description: role.description ?? "",
    maxSessionDuration: role.maxSessionSeconds,
    permissionsBoundary: role.boundaryArn,
    tags: role.tags,
    tagsAll: role.tags,
    // Policies of resources of their own would show as a change of the role.
    ...((isImport || isList(declared["inlinePolicies"])) && { inlinePolicies: inline }),
    ...((isImport || isList(declared["managedPolicyArns"])) && { managedPolicyArns: [...role.attached] }),
  };
}

function isList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}
