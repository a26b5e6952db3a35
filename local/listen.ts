import { getRequestListener } from "@hono/node-server";
import { UserError } from "./core/errors.ts";
import { breakOff } from "./http/break-off.ts";
import { answerDirectly, headOf, type Direct, type RequestHead } from "./http/direct.ts";
import { createTwoProtocols } from "./http/two-protocols.ts";

/** The only interface that anything listens on. */
const loopback = "127.0.0.1";

/** How long a stranger on a wanted port has to say who it is. Milliseconds. */
const introductionMsMax = 300;

/** What listens on a port. */
export interface Listener {
  /** "http://127.0.0.1:4566" */
  readonly url: string;
  /** Stops listening, ends open connections, and waits until the port is free. */
  close(): Promise<void>;
}

/** How long a connection without a request is kept: a client that asks every few seconds needs no new one each time. */
const keptAliveMs = 65_000;

/** Where to listen, and the flag by which a user chooses another port. */
export interface ListenOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly flag: string;
  readonly fetch: (request: Request) => Response | Promise<Response>;
  /** Is asked first, and spares what it answers the web's request and response. */
  readonly direct?: Direct;
  /** Whether a request never arrives: its connection breaks off later without an answer. */
  readonly breaksOff?: (head: RequestHead) => boolean;
}

/** Listens on a port of the loopback interface. Throws `UserError` where the port is taken. */
export async function listen({ port, flag, fetch, direct, breaksOff }: ListenOptions): Promise<Listener> {
  const overWeb = getRequestListener(fetch, { hostname: loopback, overrideGlobalObjects: false });
  const { server, closeConnections } = createTwoProtocols((incoming, outgoing) => {
    if (breaksOff?.(headOf(incoming)) === true) return breakOff(incoming);
    if (direct === undefined || !answerDirectly(direct, incoming, outgoing)) void overWeb(incoming, outgoing);
  }, keptAliveMs);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, loopback, resolve);
    });
  } catch (fault) {
    throw await explainFailure(fault, port, flag);
  }
  const address = server.address();
  const actual = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://${loopback}:${actual}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        closeConnections();
      }),
  };
}

async function explainFailure(fault: unknown, port: number, flag: string): Promise<unknown> {
  const code = fault instanceof Error && "code" in fault ? fault.code : undefined;
  switch (code) {
    case "EADDRINUSE":
      return new UserError(
        `Port ${port} of ${loopback} is taken, ${await whoHolds(port)}. End that, or choose another port with ${flag}.`,
        { cause: fault },
      );
    case "EACCES":
      return new UserError(`Port ${port} needs privileges; choose one above 1023 with ${flag}.`, { cause: fault });
    default:
      return fault;
  }
}

async function whoHolds(port: number): Promise<string> {
  try {
    const answer = await fetch(`http://${loopback}:${port}/_local/status`, {
      signal: AbortSignal.timeout(introductionMsMax),
    });
    if (answer.headers.has("x-payment-cells")) {
      return "by another local cloud of payment-cells";
    }
  } catch {
    // Whoever holds the port does not speak HTTP, or not in time.
  }
  return "probably by another emulator or web server";
}
