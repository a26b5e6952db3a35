import { AwsError } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import { randomHex } from "../../core/kernel.ts";
import type { Existing, Properties, Registration, ResourceModel } from "../../core/resource.ts";
import type { Store, Thing, World } from "./store.ts";

/** A resource that is only declared, with what its computed outputs are made from. */
export interface Declaration {
  readonly inputs: Properties;
  readonly region: string;
  readonly accountId: string;
  /** The thing itself, where it exists already and changes. */
  readonly self?: Thing;
  /** The input `key`, which is a string; empty where it is absent. */
  text(key: string): string;
  /** "vpc-0…", as EC2 makes its ids. */
  ec2Id(prefix: string): string;
  /** `length` random hexadecimal digits. */
  hex(length: number): string;
  /** "8-4-4-4-12" random hexadecimal digits. */
  uuid(): string;
  /** An ARN of this region and account; `place` for services without a region. */
  arn(service: string, resource: string, place?: "global"): string;
}

/** A resource type of which nothing happens: its inputs are checked, its outputs computed. */
export interface DeclaredType extends Pick<
  ResourceModel,
  "type" | "inputs" | "global" | "deleteBeforeReplace" | "check"
> {
  /** The id, and the outputs that AWS computes or chooses where nothing is given. */
  compute(declaration: Declaration, world: World): { readonly id: string } & Properties;
  /** Outputs that a change of inputs changes. */
  recompute?(declaration: Declaration, self: Thing): Properties;
  /** Throws what AWS answers to a creation or a change that it refuses. */
  refuse?(declaration: Declaration, world: World): void;
  /** Throws what AWS answers to a deletion that it refuses. */
  refuseDeletion?(self: Thing, world: World): void;
  /** Types whose things go when the thing that they name in this input goes. */
  readonly takesAlong?: readonly (readonly [type: string, input: string])[];
  /** Where the id alone is not unique. */
  key?(id: string, inputs: Properties): string;
  /** What else happens when it is there. */
  effect?(self: Thing, store: Store): void;
  /** Whether deleting it is possible: otherwise it stays, out of Pulumi's sight. */
  readonly stays?: true;
}

/** The model of a declared-only type: echoes the inputs and adds what is computed. */
export function declaredModel(kernel: Kernel, store: Store, declared: DeclaredType): ResourceModel {
  const { type, inputs: rules, global, deleteBeforeReplace, check, compute, recompute, key = (id) => id } = declared;
  const place = (region: string): string => (global === true ? "" : region);
  const standing = ({ id, region, inputs }: Existing): Thing | undefined =>
    store.find(type, key(id, inputs), place(region));

  function put(id: string, { inputs, region }: Declaration, computed: Properties): Thing {
    const outputs = { ...computed, ...echo(declared, inputs, region) };
    const thing = { id, region: place(region), inputs, outputs: { ...defaultsOf(declared), ...outputs } };
    store.put(type, key(id, inputs), thing);
    declared.effect?.(thing, store);
    return thing;
  }

  return {
    type,
    standing: "declared-only",
    inputs: rules,
    ...(global !== undefined && { global }),
    ...(deleteBeforeReplace !== undefined && { deleteBeforeReplace }),
    ...(check !== undefined && { check }),
    create(registration) {
      const declaration = declarationOf(kernel, registration);
      declared.refuse?.(declaration, store);
      const { id, ...computed } = compute(declaration, store);
      return { id, outputs: put(id, declaration, computed).outputs };
    },
    read: (existing) => standing(existing)?.outputs,
    ...(hasUpdate(declared) && {
      update(existing: Existing, inputs: Properties) {
        const self = standing(existing);
        if (self === undefined) throw new AwsError("ResourceNotFoundException", `${existing.id} does not exist.`);
        const declaration = declarationOf(kernel, { ...existing, inputs }, self);
        declared.refuse?.(declaration, store);
        const kept = Object.entries(self.outputs).filter(
          ([name]) => !(name in self.inputs) || isChosen(declared, name),
        );
        return put(self.id, declaration, { ...Object.fromEntries(kept), ...recompute?.(declaration, self) }).outputs;
      },
    }),
    delete(existing) {
      const self = standing(existing);
      if (self === undefined || declared.stays === true) return;
      declared.refuseDeletion?.(self, store);
      store.remove(type, key(self.id, self.inputs), self.region);
      for (const [other, input] of declared.takesAlong ?? []) {
        for (const thing of store.all(other)) {
          const named = thing.outputs[input];
          if (named === self.id && thing.region === self.region) store.remove(other, thing.id, thing.region);
        }
      }
    },
  };
}

/** Whether a change of any input leaves the resource standing. */
function hasUpdate({ inputs }: DeclaredType): boolean {
  return Object.values(inputs).some((rule) => rule.replaces !== true);
}

/** Whether AWS keeps what it has where nothing is given any more. */
function isChosen({ inputs }: DeclaredType, name: string): boolean {
  return inputs[name]?.computed === true;
}

/** What AWS shows where nothing was given. */
function defaultsOf({ inputs }: DeclaredType): Properties {
  return Object.fromEntries(
    Object.entries(inputs).flatMap(([name, rule]) => (rule.default === undefined ? [] : [[name, rule.default]])),
  );
}

/** Documents are shown as text whatever they were given as. */
function echo({ inputs: rules, global }: DeclaredType, inputs: Properties, region: string): Properties {
  const shown = Object.entries(inputs).map(([name, value]) =>
    rules[name]?.json === true && typeof value !== "string" ? [name, JSON.stringify(value)] : [name, value],
  );
  return { ...Object.fromEntries(shown), ...(global !== true && { region }), tagsAll: inputs["tags"] ?? {} };
}

/** The property `key` where it is a string, else empty. */
export function textOf(properties: Properties, key: string): string {
  const value = properties[key];
  return typeof value === "string" ? value : "";
}

/** The strings of the list `key`, or the string itself; empty where it is absent. */
export function textsOf(properties: Properties, key: string): readonly string[] {
  const value = properties[key];
  return (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === "string" && one !== "");
}

function declarationOf(
  kernel: Kernel,
  { inputs, region, accountId }: Pick<Registration, "inputs" | "region" | "accountId">,
  self?: Thing,
): Declaration {
  const hex = (length: number): string => randomHex(kernel, Math.ceil(length / 2)).slice(0, length);
  return {
    inputs,
    region,
    accountId,
    ...(self !== undefined && { self }),
    text: (key) => textOf(inputs, key),
    ec2Id: (prefix) => `${prefix}-0${hex(16)}`,
    hex,
    uuid: () => [8, 4, 4, 4, 12].map(hex).join("-"),
    arn: (service, resource, place) =>
      `arn:aws:${service}:${place === "global" ? "" : region}:${accountId}:${resource}`,
  };
}
