import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import program from "../../infra/index.ts";
import { root } from "../../infra/bundles/paths.ts";
import type { Properties } from "../../local/core/resource.ts";
import { readStackConfig } from "../../local/pulumi/config.ts";
import { readProject } from "../../local/pulumi/project.ts";
import type { Evaluated, Order, Registered } from "./messages.ts";
import { mockedState } from "./mocks.ts";

// The evaluating process: it does one order, in a Pulumi runtime that nobody has used before.

process.once("message", (order: Order) => {
  void evaluate(order).then((evaluated) => process.send?.(evaluated, () => process.exit(0)));
});

async function evaluate(order: Order): Promise<Evaluated> {
  const project = readProject(root);
  const { config, secretKeys } = readStackConfig(project, order.stack);
  const registered: Registered[] = [];
  const run = programOf(order);

  const began = performance.now();
  const cpu = process.cpuUsage();
  await pulumi.runtime.setMocks(
    {
      newResource({ type, name, inputs }) {
        registered.push({ type, name, inputs });
        return { id: `${name}-id`, state: mockedState(type, name, inputs) };
      },
      call: ({ token }) => {
        throw new Error(`The mocks do not answer ${token}.`);
      },
    },
    project.name,
    order.stack,
  );
  pulumi.runtime.setAllConfig({ ...config }, [...secretKeys]);
  await pulumi.runtime.runInPulumiStack(async () => run());
  await pulumi.runtime.disconnect();
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  const own = registered.filter(({ type }) => type !== "pulumi:pulumi:Stack");
  return { ms, cpuMs: (user + system) / 1_000, registered: await Promise.all(own.map(withoutAssets)) };
}

function programOf(order: Order): () => unknown {
  switch (order.order) {
    case "program":
      // Loading a class counts as importing it.
      for (const type of order.preload) classOf(type);
      return program;
    case "typed":
      return flatProgram(order.registered, createTyped);
    case "untyped":
      return flatProgram(order.registered, createUntyped);
  }
}

/** A resource of any type, without the class that a package has for it. */
class Untyped extends pulumi.CustomResource {}

type Create = (name: string, inputs: Properties) => unknown;

function flatProgram(registered: readonly Registered[], create: (type: string) => Create): () => void {
  const wanted = registered.map(({ type, name, inputs }) => ({
    name,
    inputs: withAssets(inputs),
    create: create(type),
  }));
  return () => {
    for (const [index, { name, inputs, create }] of wanted.entries()) create(`${name}-${index}`, inputs);
  };
}

function createUntyped(type: string): Create {
  return (name, inputs) => new Untyped(type, name, inputs);
}

/** Creates by the class that a package has for a type; the program's own components are nothing but their names. */
function createTyped(type: string): Create {
  const Class = classOf(type);
  return Class === undefined
    ? (name) => new pulumi.ComponentResource(type, name)
    : (name, inputs) => new Class(name, inputs);
}

type ResourceClass = new (name: string, inputs: Properties) => pulumi.Resource;

/** The class of a type; packages load one when it is first named. Undefined for the program's own components. */
function classOf(type: string): ResourceClass | undefined {
  const [, scope, module = "", name = ""] = /^(awsx?):([^/:]+)[^:]*:(.+)$/.exec(type) ?? [];
  if (scope === undefined) return undefined;
  // A package is a record of modules, and a module one of classes.
  const modules = (scope === "aws" ? aws : awsx) as unknown as Readonly<Record<string, Record<string, ResourceClass>>>;
  const Class = modules[module]?.[name];
  if (Class === undefined) throw new Error(`There is no class of ${type}.`);
  return Class;
}

/** The program's only assets are the folders of its functions. */
async function withoutAssets(registered: Registered): Promise<Registered> {
  const { code, ...others } = registered.inputs;
  if (!(code instanceof pulumi.asset.FileArchive)) return registered;
  return { ...registered, inputs: { ...others, archive: await code.path } };
}

function withAssets(inputs: Properties): Properties {
  const { archive, ...others } = inputs;
  return typeof archive === "string" ? { ...others, code: new pulumi.asset.FileArchive(archive) } : inputs;
}
