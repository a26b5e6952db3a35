import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { connect, createServer, type Server as NetServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { answers, cacheFolder, isInstalled, run, startServer, stopServer } from "./process.ts";
import { region, type Running, type Target, type Unavailable } from "./target.ts";

const version = "2.6.1";
const resolveMs = 300_000;
const relay = fileURLToPath(new URL("relay.mjs", import.meta.url));
/** The namespace has all ports to itself. */
const innerPort = "8000";

/** AWS's own DynamoDB Local; it listens on every interface, so it only ever runs in a network namespace of its own. */
export const dynamodbLocalTarget: Target = {
  name: "dynamodb-local",
  about: `AWS's DynamoDB Local ${version} from Maven, where java, mvn and unshare are`,
  async start(say) {
    const missing = await whatIsMissing();
    if (missing !== undefined) return { unavailable: missing };
    const namespace = await namespaceCommand();
    if (namespace === undefined) {
      return {
        unavailable:
          "it listens on every interface, and this machine lets no process have a network namespace of its own " +
          "(unshare --net, ip link)",
      };
    }
    const libraries = join(cacheFolder(`dynamodb-local-${version}`), "lib");
    try {
      await resolveLibraries(libraries, say);
    } catch (fault) {
      return { unavailable: `Maven could not resolve it: ${fault instanceof Error ? fault.message : String(fault)}` };
    }
    return startInNamespace(namespace, libraries);
  },
};

async function whatIsMissing(): Promise<string | undefined> {
  const programs = [
    ["java", "-version"],
    ["mvn", "--version"],
    ["unshare", "--version"],
    ["ip", "-V"],
  ] as const;
  for (const [program, probe] of programs) {
    if (!(await isInstalled(program, probe))) return `there is no ${program} on this machine`;
  }
  return undefined;
}

/** How this user gets a network namespace: as root of a user namespace, or as root. */
async function namespaceCommand(): Promise<readonly string[] | undefined> {
  for (const options of [["--map-root-user", "--net"], ["--net"]]) {
    if (await isInstalled("unshare", ...options, "ip", "link", "set", "lo", "up")) return options;
  }
  return undefined;
}

async function resolveLibraries(libraries: string, say: (line: string) => void): Promise<void> {
  if (existsSync(join(libraries, `DynamoDBLocal-${version}.jar`))) return;
  const folder = join(libraries, "..");
  say(`resolving DynamoDB Local ${version} with Maven into ${folder}`);
  await mkdir(folder, { recursive: true });
  const pom = join(folder, "pom.xml");
  await writeFile(
    pom,
    `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>payment-cells</groupId><artifactId>conformance</artifactId><version>1</version><dependencies><dependency>
<groupId>com.amazonaws</groupId><artifactId>DynamoDBLocal</artifactId><version>${version}</version>
</dependency></dependencies></project>
`,
  );
  const copy = ["dependency:copy-dependencies", `-DoutputDirectory=${libraries}`];
  await run("mvn", ["--quiet", "--batch-mode", "--file", pom, ...copy], resolveMs);
}

async function startInNamespace(namespace: readonly string[], libraries: string): Promise<Running | Unavailable> {
  const folder = await mkdtemp(join(tmpdir(), "dynamodb-local-"));
  const socket = join(folder, "socket");
  const java = [`-Djava.library.path=${libraries}`, "-Xmx1g", "-cp", join(libraries, "*")];
  const main = ["com.amazonaws.services.dynamodbv2.local.main.ServerRunner", "-inMemory", "-port", innerPort];
  const command = ["java", ...java, ...main, "-disableTelemetry"];
  const server = startServer("unshare", [...namespace, process.execPath, relay, socket, innerPort, ...command]);
  const bridge = await openBridge(socket);
  const stop = async (): Promise<void> => {
    bridge.close();
    await stopServer(server);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await answers(bridge.url, server, 60_000);
  } catch (fault) {
    await stop();
    return { unavailable: `it could not be started: ${fault instanceof Error ? fault.message : String(fault)}` };
  }
  const credentials = { accessKeyId: "conformance", secretAccessKey: "conformance" };
  return { place: { url: bridge.url, region, credentials }, services: ["dynamodb", "dynamodb-streams"], stop };
}

/** A port of this machine's loopback interface that leads to a Unix socket. */
async function openBridge(socketPath: string): Promise<{ readonly url: string; close(): void }> {
  const open = new Set<Socket>();
  const bridge: NetServer = createServer((outer) => {
    const inner = connect(socketPath);
    outer.pipe(inner).pipe(outer);
    for (const [one, other] of [
      [outer, inner],
      [inner, outer],
    ] as const) {
      open.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        open.delete(one);
        other.destroy();
      });
    }
  }).listen(0, "127.0.0.1");
  await once(bridge, "listening");
  const address = bridge.address();
  if (address === null || typeof address === "string") throw new Error("A TCP server has no port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    close() {
      bridge.close();
      for (const socket of open) socket.destroy();
    },
  };
}
