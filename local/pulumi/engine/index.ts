import { createRequire } from "node:module";
import type { Provider } from "../provider.ts";
import { answerEngine, wordsOf } from "./answer.ts";
import type { Answered, Asked } from "./messages.ts";
import { supervise } from "./supervised.ts";
import type { Supervised } from "./supervised.ts";

/** The ports that Pulumi's engine attaches to: one for each package. */
export interface ProviderPorts {
  readonly aws: number;
  readonly awsx: number;
}

/** The local cloud as Pulumi's engine sees it: `PULUMI_DEBUG_PROVIDERS=aws:PORT,awsx:PORT`. */
export interface EngineHost {
  readonly ports: ProviderPorts;
  /** The processes that speak to the engine. They may be killed, and come back on the same ports. */
  pids(): readonly (number | undefined)[];
  shutdown(): Promise<void>;
}

/** What an engine host works with. */
export interface EngineHostDeps {
  readonly provider: Provider;
  readonly accountId: string;
  /** Relative paths of assets start here. */
  readonly directory: string;
  /** Hears of a process that ended by itself. */
  readonly onFault: (fault: unknown) => void;
}

/**
 * Starts the processes that serve the packages `aws` and `awsx` to Pulumi's engine, on 127.0.0.1. The resources live in
 * this process: whatever happens to the others, no resource is lost or half made. Rejects with a `UserError`.
 */
export async function startEngineHost(deps: EngineHostDeps): Promise<EngineHost> {
  const { onFault } = deps;
  const [awsVersion, awsxVersion] = [versionOf("@pulumi/aws"), versionOf("@pulumi/awsx")];
  const parts: readonly [Supervised, Supervised] = await Promise.all([
    supervise({
      module: "aws-process.ts",
      args: [deps.accountId, awsVersion],
      // The process is this same code: it sends nothing else.
      onMessage: (message, reply) => void answer(deps, message as Asked).then(reply, onFault),
      onFault,
    }),
    supervise({
      module: "awsx-process.ts",
      args: [awsxVersion, awsVersion],
      onMessage: () => undefined,
      onFault,
    }),
  ]);
  const [aws, awsx] = parts;
  return {
    ports: { aws: aws.port, awsx: awsx.port },
    pids: () => parts.map((part) => part.pid()),
    async shutdown() {
      await Promise.all(parts.map((part) => part.shutdown()));
    },
  };
}

async function answer({ provider, directory }: EngineHostDeps, { call, request }: Asked): Promise<Answered> {
  try {
    return { kind: "answered", call, answer: await answerEngine(provider, request, directory) };
  } catch (fault) {
    return { kind: "answered", call, error: wordsOf(request, fault) };
  }
}

function versionOf(packageName: string): string {
  // The manifest of an npm package has a version.
  const manifest = createRequire(import.meta.url)(`${packageName}/package.json`) as { version: string };
  return manifest.version.replace(/^v/, "");
}
