import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { buildRouter } from "../../infra/bundles/bundle.ts";
import { root } from "../../infra/bundles/paths.ts";
import program from "../../infra/index.ts";
import { readStackConfig } from "../../local/pulumi/config.ts";
import { readProject } from "../../local/pulumi/project.ts";
import { computedOutputs, type Inputs } from "./computed-outputs.ts";

/** One resource as the program asked for it. */
export interface Recorded {
  readonly type: string;
  readonly name: string;
  /** "LedgerTable eu-ledger"; empty below the stack itself. */
  readonly parent: string;
  readonly inputs: Inputs;
  /** Whether Pulumi refuses to delete it. */
  readonly protect: boolean;
  readonly ignoreChanges: readonly string[];
}

/** What a stack's program registered, and what it gave out. */
export interface Evaluation {
  readonly resources: readonly Recorded[];
  readonly outputs: Inputs;
}

/** The parts of Pulumi's own mock monitor that are listened to. */
interface Monitor {
  registerResource(request: Request, callback: unknown): unknown;
}

interface Request {
  getName(): string;
  getType(): string;
  getParent(): string;
  getProtect(): boolean;
  getIgnorechangesList(): readonly string[];
}

/** What the mocks are not told of a resource, but the monitor behind them is. */
type Aside = Pick<Recorded, "parent" | "protect" | "ignoreChanges">;

/** Evaluates one stack of the project in `directory`; a resource or call that nothing is known of throws. */
export async function evaluateStack(
  stack: string,
  directory: string = root,
  founderOutputs: Inputs = founder,
): Promise<Evaluation> {
  await buildRouter(root, path.join(root, "dist"));
  const project = readProject(directory);
  const { config, secretKeys } = readStackConfig(project, stack);
  return record(project.name, stack, config, secretKeys, program, founderOutputs);
}

async function record(
  project: string,
  stack: string,
  config: Record<string, string>,
  secretKeys: readonly string[],
  run: () => unknown,
  founderOutputs: Inputs,
): Promise<Evaluation> {
  const resources: Recorded[] = [];
  const asides = new Map<string, Aside>();
  const region = config["aws:region"] ?? "";
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, custom }) => {
        if (type === "pulumi:pulumi:StackReference") {
          return { id: name, state: { name, outputs: founderOutputs, secretOutputNames: [] } };
        }
        const aside = asides.get(`${type} ${name}`) ?? { parent: "", protect: false, ignoreChanges: [] };
        resources.push({ type, name, inputs: Object(reveal(inputs)), ...aside });
        return custom === true || type.startsWith("awsx:")
          ? { id: `${name}-id`, state: { ...inputs, ...computedOutputs(type, name, inputs, region) } }
          : { id: undefined, state: {} };
      },
      call: ({ token, inputs }) => {
        if (token === "aws:dynamodb/getTable:getTable") {
          return { ...inputs, streamArn: `arn:aws:dynamodb:${region}:111122223333:table/${inputs.name}/stream/1` };
        }
        throw new Error(`No test answers ${token}.`);
      },
    },
    project,
    stack,
    false,
    "organization",
  );
  listen(asides);
  pulumi.runtime.setAllConfig(config, [...secretKeys]);
  const outputs: unknown = await pulumi.runtime.runInPulumiStack(async () => run());
  await pulumi.runtime.disconnect();
  return {
    resources: resources.filter(({ type }) => type !== "pulumi:pulumi:Stack"),
    // A stack's outputs are an object; a component evaluated alone has none.
    outputs: (outputs ?? {}) as Inputs,
  };
}

function listen(asides: Map<string, Aside>): void {
  // `setMocks` has just put its own monitor there; its declared type is that of the client of a real engine.
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    const [, , type = "", name = ""] = request.getParent().split("::");
    const isStack = type === "" || type.endsWith("pulumi:pulumi:Stack");
    asides.set(`${request.getType()} ${request.getName()}`, {
      parent: isStack ? "" : `${shortType(type)} ${name}`,
      protect: request.getProtect(),
      ignoreChanges: request.getIgnorechangesList(),
    });
    return register(request, callback);
  };
}

/** Secrets are wrapped where they cross to the engine; a test wants to see what is inside. */
function reveal(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(reveal);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const entries = Object.entries(value);
  const wrapped = entries.some(([, mark]) => mark === "1b47061264138c4ac30d75fd1eb44270");
  return wrapped
    ? reveal(new Map(entries).get("value"))
    : Object.fromEntries(entries.map(([name, inner]) => [name, reveal(inner)]));
}

/** "Table" of "aws:dynamodb/table:Table". */
export function shortType(type: string): string {
  return type.slice(type.lastIndexOf(":") + 1);
}

/** What was registered below a component, children before grandchildren, each as "Type name". */
export function below(evaluation: Evaluation, parent: string): readonly string[] {
  const children = evaluation.resources.filter((resource) => resource.parent === parent);
  const names = children.map(({ type, name }) => `${shortType(type)} ${name}`).sort();
  return [...names, ...names.flatMap((name) => below(evaluation, name))];
}

/** The inputs of one resource. Throws when it was not registered. */
export function inputsOf(evaluation: Evaluation, type: string, name: string): Inputs {
  const found = evaluation.resources.find((one) => shortType(one.type) === type && one.name === name);
  if (found === undefined) {
    throw new Error(`There is no ${type} ${name}.`);
  }
  return found.inputs;
}

const founder: Inputs = {
  ledgerTableArn: "arn:aws:dynamodb:eu-west-1:111122223333:table/prod-ledger",
  ledgerKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/mrk-ledger",
  requestHashKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/mrk-request-hash",
  webhooksKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/mrk-webhooks",
};
