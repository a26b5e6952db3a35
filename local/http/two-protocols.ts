import { createServer as createHttp2Server, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer, type Server, type Socket } from "node:net";

/** A request in either protocol. */
export type Incoming = IncomingMessage | Http2ServerRequest;
/** Its answer. */
export type Outgoing = ServerResponse | Http2ServerResponse;

/** How an HTTP/2 connection without TLS begins. Source: RFC 9113, section 3.4. */
const preface = "PRI * HTTP/2";

/** A server of HTTP/1.1 and of HTTP/2 on one port: AWS's clients of Kinesis speak the latter, without TLS too. */
export interface TwoProtocols {
  readonly server: Server;
  /** Ends every connection that is open. */
  closeConnections(): void;
}

/** Serves both protocols; `keptAliveMs` is how long a connection without a request is kept. */
export function createTwoProtocols(
  answer: (incoming: Incoming, outgoing: Outgoing) => void,
  keptAliveMs: number,
): TwoProtocols {
  const http = createHttpServer(answer);
  http.keepAliveTimeout = keptAliveMs;
  const http2 = createHttp2Server(answer);
  http2.setTimeout(keptAliveMs);
  const sockets = new Set<Socket>();
  // Half-open and without delay, as Node's own HTTP server takes its connections.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    // One that ends before its first byte is nobody's loss.
    socket.on("error", () => undefined);
    socket.once("data", (chunk: Buffer) => {
      socket.pause();
      socket.unshift(chunk);
      const begins = chunk.subarray(0, preface.length).toString("latin1");
      (begins === preface ? http2 : http).emit("connection", socket);
      process.nextTick(() => socket.resume());
    });
  });
  return {
    server,
    closeConnections() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
