import { loadResources } from "./late-packages.ts";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import type { Properties } from "../core/resource.ts";
import type { Read, Register, Reply, Request, Start, State, Verdict } from "./messages.ts";
import { childUrn } from "./urn.ts";

/** The parts of a registration request that Pulumi's mocks do not hand on. */
interface RegistrationRequest {
  getParent(): string;
  getObject(): { toJavaScript(): Properties };
  getRemote(): boolean;
  getProtect(): boolean;
  getPropertydependenciesMap(): { entries(): IterableIterator<[string, { getUrnsList(): string[] }]> };
  getProvidersMap(): { toObject(): [string, string][] };
}

interface ReadRequest {
  getParent(): string;
}

interface InvokeRequest {
  getTok(): string;
  getArgs(): { toJavaScript(): Properties };
}

type Callback = (error: unknown, response: unknown) => void;

/** What is used of the monitor that `setMocks` installs. */
interface MockMonitor {
  newUrn(parent: string, type: string, name: string): string;
  readonly resources: Map<string, State>;
  registerResource(request: RegistrationRequest, callback: Callback): Promise<void>;
  readResource(request: ReadRequest, callback: Callback): Promise<void>;
  invoke(request: InvokeRequest, callback: Callback): Promise<void>;
}

type Ask = (request: OmitCall<Request>) => Promise<Reply>;
type OmitCall<T> = T extends unknown ? Omit<T, "call"> : never;

/** Numbers the requests to the parent and hands each reply to its asker. */
function createAsk(): { ask: Ask; answer: (reply: Reply) => void } {
  const waiting = new Map<number, (reply: Reply) => void>();
  let calls = 0;
  return {
    ask: (request) =>
      new Promise((resolve) => {
        calls += 1;
        waiting.set(calls, resolve);
        process.send?.({ ...request, call: calls });
      }),
    answer(reply) {
      waiting.get(reply.call)?.(reply);
      waiting.delete(reply.call);
    },
  };
}

async function installMocks(start: Start, ask: Ask): Promise<void> {
  // A mock is called before the monitor's method first awaits: what the mocks are not told waits for them here.
  let registration: RegistrationRequest | undefined;
  let reading: ReadRequest | undefined;
  let invocation: InvokeRequest | undefined;
  await pulumi.runtime.setMocks(
    {
      async newResource(args) {
        const request = registration;
        if (request === undefined) {
          return remember(await ask(readOf(args, urnOf(reading?.getParent() ?? "", args.type, args.name))));
        }
        const isLocalComponent = args.custom !== true && !request.getRemote();
        return isLocalComponent
          ? { id: undefined, state: {} }
          : remember(await ask(registerOf(args, request, urnOf(request.getParent(), args.type, args.name))));
      },
      async call(args) {
        const wire = invocation?.getArgs().toJavaScript() ?? {};
        return (await ask({ kind: "invoke", token: args.token, args: wire, provider: args.provider ?? "" })).state;
      },
    },
    start.project,
    start.stack,
    false,
    start.organization,
  );
  // `setMocks` has just installed a MockMonitor; its declared type is that of the client of a real engine.
  const monitor = pulumi.runtime.getMonitor() as unknown as MockMonitor;
  const register = monitor.registerResource.bind(monitor);
  const read = monitor.readResource.bind(monitor);
  const invoke = monitor.invoke.bind(monitor);
  monitor.registerResource = (request, callback) => {
    registration = request;
    return register(request, callback);
  };
  monitor.readResource = (request, callback) => {
    registration = undefined;
    reading = request;
    return read(request, callback);
  };
  monitor.invoke = (request, callback) => {
    invocation = request;
    return invoke(request, callback);
  };
  monitor.newUrn = urnOf;

  function urnOf(parent: string, type: string, name: string): string {
    return childUrn(start, parent, type, name);
  }

  /** Children that the host made are known to the monitor, so that references to them come alive in the program. */
  function remember(reply: Reply): pulumi.runtime.MockResourceResult {
    for (const child of reply.children) {
      monitor.resources.set(child.urn, child);
    }
    return { id: reply.id, state: reply.state };
  }
}

function registerOf(
  args: pulumi.runtime.MockResourceArgs,
  request: RegistrationRequest,
  urn: string,
): Omit<Register, "call"> {
  return {
    kind: "register",
    type: args.type,
    name: args.name,
    urn,
    remote: request.getRemote(),
    inputs: request.getObject().toJavaScript(),
    provider: args.provider ?? "",
    providers: Object.fromEntries(request.getProvidersMap().toObject()),
    protect: request.getProtect(),
    propertyDependencies: Object.fromEntries(
      [...request.getPropertydependenciesMap().entries()].map(([property, made]) => [property, made.getUrnsList()]),
    ),
  };
}

function readOf(args: pulumi.runtime.MockResourceArgs, urn: string): Omit<Read, "call"> {
  return { kind: "read", type: args.type, name: args.name, urn, id: args.id ?? "", provider: args.provider ?? "" };
}

/** What Pulumi knows of how a reference to a resource comes alive, by module ("aws:sqs/queue"). */
interface ResourceModules {
  getResourceModules(): Map<string, unknown>;
}

/** A service's resources are known once its module is loaded: here that is when the first of them is looked up. */
function knowResourcesLate(): void {
  const state = createRequire(import.meta.url)("@pulumi/pulumi/runtime/state.js") as ResourceModules;
  const known = state.getResourceModules();
  const find = known.get.bind(known);
  known.get = (module) => {
    loadResources(module);
    return find(module);
  };
}

/** What is written over in Pulumi's package: where promises are made is told there. */
interface Debuggable {
  debuggablePromise(promise: Promise<unknown>, context: unknown): Promise<unknown>;
}

/** Pulumi writes down a stack with every resource and every promise, for an engine and for those who debug it. */
function omitStacks(): void {
  const noCallsites = { callsites: () => [] };
  Object.assign(pulumi.Resource, noCallsites);
  // The module that the package's own modules hold, and call through its exports.
  const debuggable = createRequire(import.meta.url)("@pulumi/pulumi/runtime/debuggable.js") as Debuggable;
  const { debuggablePromise } = debuggable;
  debuggable.debuggablePromise = (promise, context) => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return debuggablePromise(promise, context);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
}

/** The program's exports: of its default export (a function is called), else of the module itself. */
async function evaluate(entry: string): Promise<unknown> {
  const module: unknown = await import(pathToFileURL(entry).href);
  const exported = typeof module === "object" && module !== null && "default" in module ? module.default : module;
  return typeof exported === "function" ? await exported() : exported;
}

async function run(start: Start, ask: Ask): Promise<Properties> {
  omitStacks();
  knowResourcesLate();
  await installMocks(start, ask);
  pulumi.runtime.setAllConfig({ ...start.config }, [...start.secretKeys]);
  const outputs: unknown = await pulumi.runtime.runInPulumiStack(() => evaluate(start.entry));
  await pulumi.runtime.disconnect();
  // A module's exports are an object; what a stack without exports returns is none.
  return (outputs ?? {}) as Properties;
}

/** Whether a line of a stack trace leads outside the program. */
function isForeign(frame: string): boolean {
  return frame.includes("node_modules") || frame.includes("node:") || frame.includes("local/pulumi/child.ts");
}

function messageOf(fault: unknown): string {
  if (pulumi.RunError.isInstance(fault)) {
    return fault.message;
  }
  if (!(fault instanceof Error)) {
    return String(fault);
  }
  const frames = (fault.stack ?? "").split("\n").filter((line) => /^\s+at /u.test(line) && !isForeign(line));
  return [`${fault.name}: ${fault.message}`, ...frames].join("\n");
}

function end(verdict: Verdict): void {
  process.send?.(verdict, () => process.exit(verdict.kind === "done" ? 0 : 1));
}

const fail = (fault: unknown): void => end({ kind: "failed", message: messageOf(fault) });
const { ask, answer } = createAsk();
process.on("disconnect", () => process.exit(1));
process.on("uncaughtException", fail);
process.on("unhandledRejection", fail);
// The parent is this same code: it sends nothing else.
process.on("message", (message: Start | Reply) => {
  if (message.kind === "reply") {
    answer(message);
  } else {
    run(message, ask).then((outputs) => end({ kind: "done", outputs }), fail);
  }
});
