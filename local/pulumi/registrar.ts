import { AwsError, notImplemented, UserError } from "../core/errors.ts";
import type { Kernel } from "../core/kernel.ts";
import { randomHex } from "../core/kernel.ts";
import type { Created, Properties } from "../core/resource.ts";
import { components } from "./awsx/index.ts";
import { construct } from "./awsx/construct.ts";
import type { Invoke, Read, Register, State } from "./messages.ts";
import type { Address, Provider } from "./provider.ts";
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

/** What an answered registration consists of. */
interface Answer {
  readonly id: string;
  readonly state: Properties;
  readonly children: readonly State[];
}

/** Turns registrations of any stack into local resources. */
export interface Registrar {
  register(context: StackContext, request: Register): Promise<Answer>;
  /** A resource that exists already (`Type.get`). */
  read(context: StackContext, request: Read): Promise<Answer>;
  invoke(context: StackContext, request: Invoke): Promise<Properties>;
}

/** A resource as a program asked for it, and what came of it. */
export interface Deployed {
  readonly stack: string;
  readonly urn: string;
  readonly id: string;
  /** As the provider checked them. */
  readonly inputs: Properties;
  readonly outputs: Properties;
  readonly protect: boolean;
  /** The URNs that each property was made from. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/** What a registrar works with. */
export interface RegistrarDeps {
  readonly kernel: Kernel;
  readonly provider: Provider;
  /** Hears of every resource that was created. */
  readonly onDeployed?: (deployed: Deployed) => void;
}

/** What a registrar knows. */
interface Registry extends RegistrarDeps {
  /** By `urn::id`, as programs refer to providers. */
  readonly regionOfProvider: Map<string, string>;
  readonly urns: Set<string>;
}

/** The registrar of one local cloud. Its errors are `UserError`s that name stack and resource. */
export function createRegistrar(deps: RegistrarDeps): Registrar {
  const registry: Registry = { ...deps, regionOfProvider: new Map(), urns: new Set() };
  return {
    register: (context, request) =>
      explained(context, `${request.type} "${request.name}"`, () => {
        remember(registry, request.urn);
        const inputs = plainProperties(request.inputs, context.directory);
        if (request.type.startsWith("pulumi:providers:")) {
          return createPackageProvider(registry, request, inputs);
        }
        return request.remote
          ? createComponent(registry, context, request, inputs)
          : createResource(registry, context, request, inputs);
      }),
    read: (context, request) =>
      explained(context, `${request.type} "${request.name}"`, () => {
        const { urn, id } = request;
        const region = regionFor(registry, context, {}, request.provider);
        const found = deps.provider.read({ urn, id, region, inputs: {}, outputs: {} });
        if (found === undefined) throw new UserError(`there is none with the id ${id}.`);
        return { id: found.id, state: found.outputs, children: [] };
      }),
    invoke: (context, request) =>
      explained(context, `the call of ${request.token}`, () => {
        const args = plainProperties(request.args, context.directory);
        return deps.provider.invoke(request.token, args, regionFor(registry, context, args, request.provider));
      }),
  };
}

function createPackageProvider({ kernel, regionOfProvider }: Registry, request: Register, inputs: Properties): Answer {
  const id = randomHex(kernel, 16);
  const region = inputs["region"];
  if (typeof region === "string") {
    regionOfProvider.set(`${request.urn}::${id}`, region);
  }
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
  const built = await construct(plan({ name: request.name, inputs, region }), {
    identity: context,
    urn: request.urn,
    create: (child) => {
      remember(registry, child.urn);
      const how = { protect: request.protect, propertyDependencies: {} };
      return createChecked(registry, context, { ...how, urn: child.urn, region }, child.inputs);
    },
  });
  return { id: "", state: built.outputs, children: built.children };
}

async function createResource(
  registry: Registry,
  context: StackContext,
  { urn, provider, protect, propertyDependencies }: Register,
  inputs: Properties,
): Promise<Answer> {
  const region = regionFor(registry, context, inputs, provider);
  const wanted = { urn, region, protect, propertyDependencies };
  const { id, outputs } = await createChecked(registry, context, wanted, inputs);
  return { id, state: outputs, children: [] };
}

/** What is asked for besides the properties. */
type Wanted = Address & Pick<Deployed, "protect" | "propertyDependencies">;

async function createChecked(
  { provider, onDeployed }: Registry,
  { stack }: StackContext,
  { protect, propertyDependencies, ...address }: Wanted,
  news: Properties,
): Promise<Created> {
  const { inputs, failures } = provider.check(address, {}, news);
  if (failures.length > 0) {
    throw new UserError(failures.map(({ property, reason }) => `${property}: ${reason}`).join(" "));
  }
  const created = await provider.create(address, inputs);
  onDeployed?.({ stack, urn: address.urn, ...created, inputs, protect, propertyDependencies });
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

function remember({ urns }: Registry, urn: string): void {
  if (urns.has(urn)) {
    throw new UserError("two resources have this name and type under the same parent.");
  }
  urns.add(urn);
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
