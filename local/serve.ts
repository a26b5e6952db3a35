import { createLocalCloud } from "./cloud.ts";
import type { LocalCloud, LocalCloudOptions } from "./cloud.ts";
import { createWallClock } from "./drivers/wall-clock.ts";
import { listen } from "./listen.ts";
import type { Listener } from "./listen.ts";
import { startEngineBackend } from "./pulumi/engine/backend.ts";
import type { EngineBackend, EngineProject } from "./pulumi/engine/backend.ts";

/** The ports that nobody has to be told. */
const defaultPorts = { aws: 4566, edge: 8080 } as const;

/** Where the local cloud is served; 0 takes any free port. */
export interface ServeOptions {
  readonly port?: number;
  readonly edgePort?: number;
  /** The zones that the account has before anything is deployed. */
  readonly zones?: LocalCloudOptions["zones"];
  /** Lets a Pulumi engine deploy this project. */
  readonly engineProject?: EngineProject;
  /** Hears of every fault of the local cloud itself. */
  readonly onFault: (fault: unknown) => void;
}

/** A local cloud behind HTTP. */
export interface ServedCloud {
  readonly cloud: LocalCloud;
  /** The AWS endpoint, "http://127.0.0.1:4566". */
  readonly awsUrl: string;
  /** The edge, "http://127.0.0.1:8080". */
  readonly edgeUrl: string;
  /** What a Pulumi engine attaches to, where one was asked for. */
  readonly engine: EngineBackend | undefined;
  /** Closes both ports and ends every process; harmless when done already. */
  shutdown(): Promise<void>;
}

/** Serves an empty local cloud on this machine's clock. Throws `UserError` where a port is taken. */
export async function serveLocalCloud(options: ServeOptions): Promise<ServedCloud> {
  const { port, edgePort, zones, engineProject, onFault } = options;
  let awsUrl = "";
  let edgeUrl = "";
  let engine: EngineBackend | undefined;
  const cloud = createLocalCloud({
    kernel: createWallClock(onFault),
    awsEndpoint: () => awsUrl,
    edgeUrl: () => edgeUrl,
    engine: () => engine?.status,
    onFault,
    ...(zones === undefined ? {} : { zones }),
  });
  const { provider, accountId } = cloud;
  const listeners: Listener[] = [];
  const shutdown = async (): Promise<void> => {
    const ended = cloud.shutdown();
    await Promise.all([ended, engine?.shutdown(), ...listeners.map((listener) => listener.close())]);
  };
  try {
    const aws = await listen({
      port: port ?? defaultPorts.aws,
      flag: "--port",
      fetch: cloud.awsFetch,
      direct: cloud.awsDirect,
      breaksOff: cloud.awsBreaksOff,
    });
    listeners.push(aws);
    awsUrl = aws.url;
    const edge = await listen({ port: edgePort ?? defaultPorts.edge, flag: "--edge-port", fetch: cloud.edgeFetch });
    listeners.push(edge);
    edgeUrl = edge.url;
    if (engineProject !== undefined) {
      engine = await startEngineBackend(engineProject, { provider, accountId, onFault });
    }
    return { cloud, awsUrl, edgeUrl, engine, shutdown };
  } catch (fault) {
    await shutdown();
    throw fault;
  }
}
