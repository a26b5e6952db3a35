import { UserError } from "../core/errors.ts";
import type { Properties } from "../core/resource.ts";
import { readStackConfig } from "./config.ts";
import type { Reply, Request } from "./messages.ts";
import { readProject } from "./project.ts";
import type { Project } from "./project.ts";
import { createReferences } from "./references.ts";
import type { References } from "./references.ts";
import { createRegistrar } from "./registrar.ts";
import type { Registrar, RegistrarDeps, StackContext } from "./registrar.ts";
import { startStack } from "./stack-process.ts";
import type { StackProcess } from "./stack-process.ts";

/** Pulumi's name for the organization of a backend that has none. */
const organization = "organization";

/** What a deployment tells while it goes on. */
export type Progress =
  | { readonly kind: "resource"; readonly stack: string; readonly type: string; readonly name: string }
  | { readonly kind: "log"; readonly stack: string; readonly line: string }
  | { readonly kind: "stack"; readonly stack: string };

/** Which stacks of which project are wanted. */
export interface DeployOptions {
  /** The directory of Pulumi.yaml. */
  readonly projectDir: string;
  readonly stacks: readonly string[];
  /** Configuration by full key that wins over the files. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly onProgress?: (progress: Progress) => void;
}

/** Evaluates Pulumi programs without an engine; it only creates. */
export interface PulumiHost {
  /** Evaluates the stacks in parallel. Rejects with the first error, a `UserError` that names the stack. */
  deploy(options: DeployOptions): Promise<void>;
  /** The outputs of every deployed stack. */
  outputs(): ReadonlyMap<string, Properties>;
  /** Ends every evaluation that still runs. */
  shutdown(): void;
}

/** What a host knows. */
interface HostState {
  readonly registrar: Registrar;
  readonly references: References;
  readonly finished: Map<string, Properties>;
  readonly running: Set<StackProcess>;
}

/** The host of one local cloud. */
export function createPulumiHost(deps: RegistrarDeps): PulumiHost {
  const registrar = createRegistrar(deps);
  const references = createReferences(organization);
  const state: HostState = { registrar, references, finished: new Map(), running: new Set() };
  const { finished, running } = state;
  const shutdown = (): void => running.forEach((process) => process.kill());
  return {
    async deploy(options) {
      const project = readProject(options.projectDir);
      const again = options.stacks.find((stack) => finished.has(stack));
      if (again !== undefined) {
        throw new UserError(`Stack ${again} is deployed already; the local cloud does not update.`);
      }
      references.expect(options.stacks);
      try {
        await Promise.all(options.stacks.map((stack) => deployStack(state, project, stack, options)));
      } finally {
        shutdown();
      }
    },
    outputs: () => finished,
    shutdown,
  };
}

async function deployStack(state: HostState, project: Project, stack: string, options: DeployOptions): Promise<void> {
  const process = startProgram(state, project, stack, options);
  state.running.add(process);
  try {
    const outputs = await process.outputs;
    state.finished.set(stack, outputs);
    state.references.finish(stack, outputs);
    options.onProgress?.({ kind: "stack", stack });
  } finally {
    state.running.delete(process);
  }
}

function startProgram(state: HostState, project: Project, stack: string, options: DeployOptions): StackProcess {
  const { config, secretKeys } = readStackConfig(project, stack, options.config);
  const { name, entry, programDirectory } = project;
  const context: StackContext = { stack, project: name, directory: programDirectory, region: config["aws:region"] };
  return startStack({
    start: { kind: "start", project: name, organization, stack, entry, config, secretKeys },
    directory: programDirectory,
    answer: async (request) => {
      const answer = await answerRequest(state, context, request);
      if (request.kind === "register") {
        options.onProgress?.({ kind: "resource", stack, type: request.type, name: request.name });
      }
      return answer;
    },
    onLine: (line) => options.onProgress?.({ kind: "log", stack, line }),
  });
}

async function answerRequest(
  state: HostState,
  context: StackContext,
  request: Request,
): Promise<Omit<Reply, "kind" | "call">> {
  switch (request.kind) {
    case "register":
      return state.registrar.register(context, request);
    case "invoke":
      return { id: "", state: await state.registrar.invoke(context, request), children: [] };
    case "read":
      return request.type === "pulumi:pulumi:StackReference"
        ? { id: request.id, state: await referTo(state, context, request.id), children: [] }
        : state.registrar.read(context, request);
  }
}

async function referTo({ references }: HostState, context: StackContext, name: string): Promise<Properties> {
  return { name, outputs: await references.outputsOf(context, name), secretOutputNames: [] };
}
