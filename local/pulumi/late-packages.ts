import Module from "node:module";

/** What Pulumi's packages load with themselves and use where functions are serialised or images built: never here. */
const late: ReadonlySet<string> = new Set(["@aws-sdk/client-ecs", "@npmcli/arborist", "typescript"]);

/** By which packages load one another. */
type Require = (this: unknown, id: string) => unknown;

// Its types know a module's `require` of the module alone, and as what gives anything.
const modules = Module.prototype as unknown as { require: Require };
const load = modules.require;

// Half of the time that it takes to load Pulumi's packages goes into these.
modules.require = function (id) {
  const loaded = () => load.call(this, id);
  return late.has(id) ? loadedWhenUsed(loaded) : loaded();
};

/** A module that is loaded when the first of its exports is asked for. */
function loadedWhenUsed(loaded: () => unknown): object {
  return new Proxy(
    {},
    {
      get(_target, name) {
        // Whoever imports it asks this first, and would copy the exports of any other module.
        if (name === "__esModule") return true;
        // Of a module that is not an object there are no exports to ask for.
        const exported = Object(loaded()) as Readonly<Record<string | symbol, unknown>>;
        return name === "default" && !("default" in exported) ? exported : exported[name];
      },
    },
  );
}
