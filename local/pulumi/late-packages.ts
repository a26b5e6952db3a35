import Module from "node:module";

/**
 * What Pulumi's packages load with themselves and use where there is an engine, where functions are serialised or
 * images are built: never here.
 */
const late: ReadonlySet<string> = new Set([
  "@aws-sdk/client-ecs",
  "@grpc/grpc-js",
  "@npmcli/arborist",
  "execa",
  "normalize-package-data",
  "typescript",
]);

/** The stubs of gRPC's services, which make their clients when they are loaded. */
const stubs = "_grpc_pb";

/** What hands on a module for each service of AWS, of which a program uses a tenth. */
const services = /[\\/]@pulumi[\\/]aws[\\/]index\.js$/u;

/** What hands on, beside what programs use, what runs them. */
const sdk = /[\\/]@pulumi[\\/]pulumi[\\/]index\.js$/u;

/** By which packages load one another. */
type Require = (this: { readonly filename?: string | null }, id: string) => unknown;

// Its types know a module's `require` of the module alone, and as what gives anything.
const modules = Module.prototype as unknown as { require: Require };
const load = modules.require;

/** By service of AWS, what loads its module: those that nobody has used yet. */
const unused = new Map<string, () => unknown>();

// Three quarters of the time that it takes to load Pulumi's packages go into these.
modules.require = function (id) {
  const loaded = () => load.call(this, id);
  const by = this.filename ?? "";
  if (services.test(by) && id.startsWith("./")) {
    const service = id.slice(2);
    unused.set(service, loaded);
    return loadedWhenUsed(() => {
      unused.delete(service);
      return loaded();
    });
  }
  const isLate = late.has(id) || id.endsWith(stubs) || (id === "./automation" && sdk.test(by));
  return isLate ? loadedWhenUsed(loaded) : loaded();
};

/** Loads what registers the resources of one of Pulumi's modules ("aws:sqs/queue"), unless somebody has. */
export function loadResources(module: string): void {
  const service = /^aws:([^/]+)\//u.exec(module)?.[1] ?? "";
  const loaded = unused.get(service);
  // First, since it asks for the same while it loads.
  unused.delete(service);
  loaded?.();
}

/** A module that is loaded when somebody asks for its exports. */
function loadedWhenUsed(loaded: () => unknown): object {
  let known: Readonly<Record<string | symbol, unknown>> | undefined;
  // Of a module that is not an object there are no exports to ask for.
  const exported = () => (known ??= Object(loaded()) as Readonly<Record<string | symbol, unknown>>);
  return new Proxy(
    {},
    {
      get(_target, name) {
        // Whoever imports it asks this first, and would copy the exports of any other module.
        if (name === "__esModule") return true;
        const all = exported();
        return name === "default" && !("default" in all) ? all : all[name];
      },
      has: (_target, name) => name in exported(),
      ownKeys: () => Reflect.ownKeys(exported()),
      getOwnPropertyDescriptor(_target, name) {
        const found = Reflect.getOwnPropertyDescriptor(exported(), name);
        // A proxy may say of nothing that it is fixed which its own target does not have.
        return found === undefined ? undefined : { ...found, configurable: true };
      },
    },
  );
}
