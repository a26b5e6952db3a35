import { AwsError, notImplemented, UserError } from "../core/errors.ts";
import type { Kernel } from "../core/kernel.ts";
import { randomHex } from "../core/kernel.ts";
import type { Created, InvokeModel, Properties, ResourceModel } from "../core/resource.ts";
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
export interface Answer {
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

/** The registrar of one local cloud. Its errors are `UserError`s that name stack and resource. */
export function createRegistrar({ kernel, accountId, models, invokes }: RegistrarDeps): Registrar {
  const modelOf = unique(models.map((model) => [model.type, model]));
  const invokeOf = unique(invokes.map((model) => [model.token, model]));
  const regionOfProvider = new Map<string, string>();
  const registered = new Map<string, Registered>();

  function regionFor(context: StackContext, inputs: Properties, provider: string | undefined): string {
    const region = inputs["region"] ?? regionOfProvider.get(provider ?? "") ?? context.region;
    if (typeof region !== "string" || region === "") {
      throw new UserError("it has no region: set aws:region, a provider with a region, or the resource's own.");
    }
    return region;
  }

  function remember(context: StackContext, type: string, urn: string, id: string): void {
    if (registered.has(urn)) {
      throw new UserError("two resources have this name and type under the same parent.");
    }
    registered.set(urn, { stack: context.stack, type, urn, id });
  }

  async function createOne(
    context: StackContext,
    resource: { type: string; name: string; urn: string; inputs: Properties; region: string },
  ): Promise<Created> {
    const model = modelOf.get(resource.type);
    if (model === undefined) {
      throw notImplemented(`the resource type ${resource.type}`);
    }
    const created = await model.create({ ...resource, accountId });
    remember(context, resource.type, resource.urn, created.id);
    return created;
  }

  async function createProvider(context: StackContext, request: Register, inputs: Properties): Promise<Answer> {
    const id = randomHex(kernel, 16);
    const region = inputs["region"];
    if (typeof region === "string") {
      regionOfProvider.set(`${request.urn}::${id}`, region);
    }
    remember(context, request.type, request.urn, id);
    return { id, state: inputs, children: [] };
  }

  async function createComponent(context: StackContext, request: Register, inputs: Properties): Promise<Answer> {
    const plan = components.get(request.type);
    if (plan === undefined) {
      throw notImplemented(`the component ${request.type}`);
    }
    const region = regionFor(context, inputs, request.providers["aws"]);
    remember(context, request.type, request.urn, "");
    const built = await construct(plan({ name: request.name, inputs, region }), {
      identity: context,
      urn: request.urn,
      create: (child) => createOne(context, { ...child, region }),
    });
    return { id: "", state: built.outputs, children: built.children };
  }

  return {
    register(context, request) {
      return explained(context, `${request.type} "${request.name}"`, async () => {
        const inputs = plainProperties(request.inputs, context.directory);
        if (request.type.startsWith("pulumi:providers:")) {
          return createProvider(context, request, inputs);
        }
        if (request.remote) {
          return createComponent(context, request, inputs);
        }
        const region = regionFor(context, inputs, request.provider);
        const { type, name, urn } = request;
        const created = await createOne(context, { type, name, urn, inputs, region });
        return { id: created.id, state: created.outputs, children: [] };
      });
    },
    invoke(context, request) {
      return explained(context, `the call of ${request.token}`, async () => {
        const model = invokeOf.get(request.token);
        if (model === undefined) {
          throw notImplemented(`the function ${request.token}`);
        }
        const args = plainProperties(request.args, context.directory);
        return model.invoke(args, regionFor(context, args, request.provider), accountId);
      });
    },
    resources: () => [...registered.values()],
  };
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

async function explained<Value>(context: StackContext, what: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (fault) {
    const reason = fault instanceof AwsError ? `${fault.code}: ${fault.message}` : String((fault as Error).message);
    throw new UserError(`Stack ${context.stack}, ${what}: ${reason}`, { cause: fault });
  }
}

