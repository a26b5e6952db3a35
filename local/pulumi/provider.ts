import { AwsError, notImplemented } from "../core/errors.ts";
import type { Kernel } from "../core/kernel.ts";
import { randomHex } from "../core/kernel.ts";
import type { Created, Existing, InvokeModel, Properties, ResourceModel } from "../core/resource.ts";
import { checkInputs, defaultsKey } from "./lifecycle/check.ts";
import type { Checked } from "./lifecycle/check.ts";
import { diffInputs } from "./lifecycle/diff.ts";
import type { Diff } from "./lifecycle/diff.ts";
import { liveInputs } from "./lifecycle/live-inputs.ts";
import { splitUrn } from "./urn.ts";

/** What a provider works with. */
export interface ProviderDeps {
  readonly kernel: Kernel;
  readonly accountId: string;
  readonly models: readonly ResourceModel[];
  readonly invokes: readonly InvokeModel[];
}

/** Which resource is meant; `region` is that of the provider instance that was asked. */
export interface Address {
  readonly urn: string;
  readonly region: string;
}

/** A resource as a state knows it. */
export interface StateOf extends Address {
  readonly id: string;
  /** As they were checked. Empty in an import. */
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** A resource as it is now, with the inputs that would lead there. */
export interface Found {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** A resource that exists. */
export interface Registered {
  readonly stack: string;
  readonly type: string;
  readonly urn: string;
  readonly id: string;
}

/**
 * The local cloud's `aws` provider: the whole life of every resource type that has a model. Properties are plain (see
 * `wire.ts`). Errors are `AwsError`s.
 */
export interface Provider {
  check(address: Address, olds: Properties, news: Properties): Checked;
  diff(address: Address, oldInputs: Properties, newInputs: Properties): Diff;
  /** `inputs` have to be checked. */
  create(address: Address, inputs: Properties): Promise<Created>;
  /** The outputs that a preview can know; what is missing is unknown. */
  foresee(address: Address, inputs: Properties, standing?: StateOf): Properties;
  /** `undefined` where the resource is gone. */
  read(standing: StateOf): Found | undefined;
  update(standing: StateOf, inputs: Properties): Promise<Properties>;
  delete(standing: StateOf): Promise<void>;
  invoke(token: string, args: Properties, region: string): Promise<Properties>;
  /** What was created and not deleted. */
  resources(): readonly Registered[];
}

/** The provider over the models of one account. */
export function createProvider({ kernel, accountId, models, invokes }: ProviderDeps): Provider {
  const modelOf = unique(models.map((model) => [model.type, model]));
  const invokeOf = unique(invokes.map((model) => [model.token, model]));
  const registered = new Map<string, Registered>();

  function modelFor(urn: string): ResourceModel {
    const { type } = splitUrn(urn);
    const model = modelOf.get(type);
    if (model === undefined) throw notImplemented(`the resource type ${type}`);
    return model;
  }

  return {
    check({ urn, region }, olds, news) {
      const hex = (length: number): string => randomHex(kernel, Math.ceil(length / 2)).slice(0, length);
      return checkInputs(modelFor(urn), { name: splitUrn(urn).name, region, olds, news, randomHex: hex });
    },
    diff: ({ urn }, oldInputs, newInputs) => diffInputs(modelFor(urn), oldInputs, newInputs),
    async create(address, inputs) {
      const { urn } = address;
      const { type, name, stack } = splitUrn(urn);
      const region = regionOf(address, inputs);
      const created = await modelFor(urn).create({ type, name, urn, inputs: bare(inputs), region, accountId });
      registered.set(keyOf(urn, created.id), { stack, type, urn, id: created.id });
      return created;
    },
    foresee: ({ urn }, inputs, standing) => foreseen(modelFor(urn), bare(inputs), standing),
    read(standing) {
      const model = modelFor(standing.urn);
      const existing = existingOf(standing, accountId);
      const found = model.read(existing);
      if (found === undefined) return undefined;
      // An import's id may name more than the resource's own.
      const id = typeof found["id"] === "string" ? found["id"] : existing.id;
      return { id, outputs: found, inputs: liveInputs(model, standing.inputs, found) };
    },
    async update(standing, inputs) {
      const { type, update } = modelFor(standing.urn);
      if (update === undefined) throw new AwsError("ValidationException", `${type} cannot be changed in place.`);
      return update(existingOf(standing, accountId), bare(inputs));
    },
    async delete(standing) {
      await modelFor(standing.urn).delete(existingOf(standing, accountId));
      registered.delete(keyOf(standing.urn, standing.id));
    },
    async invoke(token, args, region) {
      const model = invokeOf.get(token);
      if (model === undefined) throw notImplemented(`the function ${token}`);
      return model.invoke(args, region, accountId);
    },
    resources: () => [...registered.values()],
  };
}

function keyOf(urn: string, id: string): string {
  return `${urn}::${id}`;
}

function foreseen(model: ResourceModel, inputs: Properties, standing: StateOf | undefined): Properties {
  const old = Object.entries(standing?.outputs ?? {}).filter(([name]) => model.recomputed?.includes(name) !== true);
  return { ...Object.fromEntries(old), ...inputs, tagsAll: inputs["tags"] ?? {} };
}

/** An import may name the region behind the id: `name@us-east-1`. */
function existingOf({ urn, region, ...standing }: StateOf, accountId: string): Existing {
  const { type, name } = splitUrn(urn);
  const [, id = standing.id, given] = /^(.+)@([a-z]{2}(?:-[a-z]+)+-\d)$/.exec(standing.id) ?? [];
  const own = regionOf({ urn, region: given ?? region }, { ...standing.outputs, ...standing.inputs });
  return { ...standing, id, urn, type, name, region: own, accountId, inputs: bare(standing.inputs) };
}

function regionOf({ region }: Address, properties: Properties): string {
  const own = properties["region"];
  return typeof own === "string" && own !== "" ? own : region;
}

function bare(inputs: Properties): Properties {
  const { [defaultsKey]: _filled, ...rest } = inputs;
  return rest;
}

/** Two models of one type would make the answer depend on the order of the list. */
function unique<Value>(pairs: readonly (readonly [string, Value])[]): ReadonlyMap<string, Value> {
  const map = new Map<string, Value>();
  for (const [key, value] of pairs) {
    if (map.has(key)) throw new Error(`Two models of ${key}.`);
    map.set(key, value);
  }
  return map;
}
