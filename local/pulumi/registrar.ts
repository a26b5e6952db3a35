import { AwsError, notImplemented, UserError } from "../core/errors.ts";
import type { Kernel } from "../core/kernel.ts";
import { randomHex } from "../core/kernel.ts";
import type { Created, InvokeModel, Properties, Registration, ResourceModel } from "../core/resource.ts";
import { components } from "./awsx/index.ts";
import { construct } from "./awsx/construct.ts";
import type { Invoke, Register, State } from "./messages.ts";
import { plainProperties } from "./wire.ts";

/** What the registrar has to know of the stack that asks. */
export interface StackContext {
  readonly stack: string;
  readonly project: string;
  /** Relative paths of assets start here. */
  readonly directory: string;
  /** The stack's `aws:region`. */
  readonly region: string | undefined;
}

/** A resource that exists. */
export interface Registered {
  readonly stack: string;
  readonly type: string;
  readonly urn: string;
  readonly id: string;
}

/** What an answered registration consists of. */
interface Answer {
  readonly id: string;
  readonly state: Properties;
  readonly children: readonly State[];
}

/** Turns registrations of any stack into local resources. */
export interface Registrar {
  register(context: StackContext, request: Register): Promise<Answer>;
  invoke(context: StackContext, request: Invoke): Promise<Properties>;
  resources(): readonly Registered[];
}

/** What a registrar works with. */
export interface RegistrarDeps {
  readonly kernel: Kernel;
  readonly accountId: string;
  readonly models: readonly ResourceModel[];
  readonly invokes: readonly InvokeModel[];
}

/** What a registrar knows. */
interface Registry extends RegistrarDeps {
  readonly modelOf: ReadonlyMap<string, ResourceModel>;
  readonly invokeOf: ReadonlyMap<string, InvokeModel>;
  /** By `urn::id`, as programs refer to providers. */
  readonly regionOfProvider: Map<string, string>;
  /** By URN. */
  readonly registered: Map<string, Registered>;
}

/** The registrar of one local cloud. Its errors are `UserError`s that name stack and resource. */
export function createRegistrar(deps: RegistrarDeps): Registrar {
  const registry: Registry = {
    ...deps,
    modelOf: unique(deps.models.map((model) => [model.type, model])),
    invokeOf: unique(deps.invokes.map((model) => [model.token, model])),
    regionOfProvider: new Map(),
    registered: new Map(),
  };
  return {
    register: (context, request) =>
      explained(context, `${request.type} "${request.name}"`, () => {
        const inputs = plainProperties(request.inputs, context.directory);
        if (request.type.startsWith("pulumi:providers:")) {
          return createProvider(registry, context, request, inputs);
        }
        return request.remote
          ? createComponent(registry, context, request, inputs)
          : createResource(registry, context, request, inputs);
      }),
    invoke: (context, request) =>
      explained(context, `the call of ${request.token}`, () => {
        const model = registry.invokeOf.get(request.token);
        if (model === undefined) {
          throw notImplemented(`the function ${request.token}`);
        }
        const args = plainProperties(request.args, context.directory);
        return model.invoke(args, regionFor(registry, context, args, request.provider), deps.accountId);
      }),
    resources: () => [...registry.registered.values()],
  };
}

function createProvider(registry: Registry, context: StackContext, request: Register, inputs: Properties): Answer {
  const id = randomHex(registry.kernel, 16);
  const region = inputs["region"];
  if (typeof region === "string") {
    registry.regionOfProvider.set(`${request.urn}::${id}`, region);
  }
  remember(registry, { stack: context.stack, type: request.type, urn: request.urn, id });
  return { id, state: inputs, children: [] };
}

async function createComponent(
  registry: Registry,
  context: StackContext,
  request: Register,
  inputs: Properties,
): Promise<Answer> {
  const plan = components.get(request.type);
  if (plan === undefined) {
    throw notImplemented(`the component ${request.type}`);
  }
  const region = regionFor(registry, context, inputs, request.providers["aws"]);
  remember(registry, { stack: context.stack, type: request.type, urn: request.urn, id: "" });
  const built = await construct(plan({ name: request.name, inputs, region }), {
    identity: context,
    urn: request.urn,
    create: (child) => createModelled(registry, context, { ...child, region }),
  });
  return { id: "", state: built.outputs, children: built.children };
}

async function createResource(
  registry: Registry,
  context: StackContext,
  { type, name, urn, provider }: Register,
  inputs: Properties,
): Promise<Answer> {
  const region = regionFor(registry, context, inputs, provider);
  const { id, outputs } = await createModelled(registry, context, { type, name, urn, inputs, region });
  return { id, state: outputs, children: [] };
}

async function createModelled(
  registry: Registry,
  { stack }: StackContext,
  resource: Omit<Registration, "accountId">,
): Promise<Created> {
  const { type, urn } = resource;
  const model = registry.modelOf.get(type);
  if (model === undefined) {
    throw notImplemented(`the resource type ${type}`);
  }
  const created = await model.create({ ...resource, accountId: registry.accountId });
  remember(registry, { stack, type, urn, id: created.id });
  return created;
}

/** A resource's own region, else its provider's, else the stack's. */
function regionFor(
  { regionOfProvider }: Registry,
  context: StackContext,
  inputs: Properties,
  provider: string | undefined,
): string {
  const region = inputs["region"] ?? regionOfProvider.get(provider ?? "") ?? context.region;
  if (typeof region !== "string" || region === "") {
    throw new UserError("it has no region: set aws:region, a provider with a region, or the resource's own.");
  }
  return region;
}

function remember({ registered }: Registry, resource: Registered): void {
  if (registered.has(resource.urn)) {
    throw new UserError("two resources have this name and type under the same parent.");
  }
  registered.set(resource.urn, resource);
}

/** Two models of one type would make the answer depend on the order of the list. */
function unique<Value>(pairs: readonly (readonly [string, Value])[]): ReadonlyMap<string, Value> {
  const map = new Map<string, Value>();
  for (const [key, value] of pairs) {
    if (map.has(key)) {
      throw new Error(`Two models of ${key}.`);
    }
    map.set(key, value);
  }
  return map;
}

function messageOf(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault);
}

async function explained<Value>(
  context: StackContext,
  what: string,
  work: () => Value | Promise<Value>,
): Promise<Value> {
  try {
    return await work();
  } catch (fault) {
    const reason = fault instanceof AwsError ? `${fault.code}: ${fault.message}` : messageOf(fault);
    throw new UserError(`Stack ${context.stack}, ${what}: ${reason}`, { cause: fault });
  }
}
