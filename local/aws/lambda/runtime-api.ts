import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { InitOutcome, Invocation, InvocationOutcome } from "./function-host.ts";

/** What one environment's side of the Runtime API tells its host. */
interface RuntimeListener {
  initialised(outcome: InitOutcome): void;
  answered(requestId: string, outcome: InvocationOutcome): void;
}

/** The host's end of one environment's Runtime API. */
interface RuntimeChannel {
  /** Handed out with the environment's next request. */
  offer(invocation: Invocation): void;
  close(): void;
}

/** One HTTP server on the loopback interface that speaks the Lambda Runtime API to every environment. */
export interface RuntimeApi {
  /** "127.0.0.1:40001/<environment id>", the value of AWS_LAMBDA_RUNTIME_API. */
  address(environmentId: string): Promise<string>;
  open(environmentId: string, listener: RuntimeListener): RuntimeChannel;
  close(): Promise<void>;
}

interface Channel {
  readonly listener: RuntimeListener;
  waiting: ServerResponse | undefined;
  offered: Invocation | undefined;
}

/** A Runtime API that listens from its first `address` on. Source: AWS's "Using the Lambda runtime API". */
export function createRuntimeApi(): RuntimeApi {
  const channels = new Map<string, Channel>();
  let listening: Promise<{ server: Server; port: number }> | undefined;
  const route = (request: IncomingMessage, response: ServerResponse): void => {
    const [, environmentId = "", , , ...path] = (request.url ?? "").split("/");
    const channel = channels.get(environmentId);
    if (channel === undefined) {
      response.writeHead(410).end();
      return;
    }
    if (request.method === "GET" && path.join("/") === "invocation/next") {
      takeNext(channel, response);
      return;
    }
    void takeReport(channel, path, request, response);
  };
  return {
    async address(environmentId) {
      listening ??= listen(route);
      return `127.0.0.1:${(await listening).port}/${environmentId}`;
    },
    open(environmentId, listener) {
      const channel: Channel = { listener, waiting: undefined, offered: undefined };
      channels.set(environmentId, channel);
      return {
        offer(invocation) {
          channel.offered = invocation;
          if (channel.waiting !== undefined) handOut(channel, channel.waiting);
        },
        close() {
          channels.delete(environmentId);
          channel.waiting?.destroy();
        },
      };
    },
    async close() {
      if (listening === undefined) return;
      const { server } = await listening;
      listening = undefined;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function takeNext(channel: Channel, response: ServerResponse): void {
  channel.waiting = response;
  channel.listener.initialised({ kind: "ready" });
  handOut(channel, response);
}

function handOut(channel: Channel, response: ServerResponse): void {
  const invocation = channel.offered;
  if (invocation === undefined) return;
  channel.offered = undefined;
  channel.waiting = undefined;
  response.writeHead(200, {
    "content-type": "application/json",
    "lambda-runtime-aws-request-id": invocation.requestId,
    "lambda-runtime-deadline-ms": String(invocation.deadlineMs),
    "lambda-runtime-invoked-function-arn": invocation.functionArn,
    "lambda-runtime-trace-id": invocation.traceId,
  });
  response.end(invocation.payload);
}

async function takeReport(
  channel: Channel,
  path: readonly string[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const accepted = report(channel, path, await readBody(request), request);
  if (accepted && request.headers["x-local-then"] === "next") return takeNext(channel, response);
  response.writeHead(accepted ? 202 : 400, { "content-type": "application/json" });
  response.end(accepted ? '{"status":"OK"}' : '{"errorType":"InvalidRequestID"}');
}

function report(channel: Channel, path: readonly string[], body: string, request: IncomingMessage): boolean {
  const [kind, requestId = "", verb] = path;
  if (kind === "init" && requestId === "error") {
    channel.listener.initialised({ kind: "error", payload: body });
    return true;
  }
  if (kind !== "invocation" || (verb !== "response" && verb !== "error")) return false;
  const maxMemoryMb = Number(request.headers["x-local-max-memory-mb"] ?? 0);
  channel.listener.answered(requestId, { kind: verb === "response" ? "ok" : "error", payload: body, maxMemoryMb });
  return true;
}

function listen(route: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(route);
  // An idle environment holds its request open for as long as it lives.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 0;
  return new Promise<{ server: Server; port: number }>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve({ server, port: typeof address === "object" && address !== null ? address.port : 0 });
    });
  });
}

function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
    request.on("error", () => resolve(""));
  });
}
