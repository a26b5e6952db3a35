import type { Reply } from "./reply.ts";
import type { WireRequest } from "./sigv4/canonical-request.ts";
import type { Incoming, Outgoing } from "./two-protocols.ts";

/** The head of a request, its URL as sent. */
export type RequestHead = Pick<WireRequest, "method" | "headers"> & { readonly url: string };

/** Takes a request on by its head, and then answers it by its body; undefined for what it does not take on. */
export type Direct = (head: RequestHead) => ((body: string) => Promise<Reply>) | undefined;

/** Answers a request without the web's objects, which cost more than most calls; false where it is not taken on. */
export function answerDirectly(direct: Direct, incoming: Incoming, outgoing: Outgoing): boolean {
  const answer = direct(headOf(incoming));
  if (answer === undefined) return false;
  void reply(answer, incoming, outgoing);
  return true;
}

/** The head of a request as it came in. */
export function headOf(incoming: Incoming): RequestHead {
  const { method = "", url = "" } = incoming;
  return { method, url, headers: { get: (name) => headerOf(incoming, name) } };
}

async function reply(answer: (body: string) => Promise<Reply>, incoming: Incoming, outgoing: Outgoing): Promise<void> {
  try {
    const { status, headers, body } = await answer(await textOf(incoming));
    // With its length known, head and body leave in one write.
    outgoing.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
    outgoing.end(body);
  } catch (fault) {
    outgoing.destroy(fault instanceof Error ? fault : undefined);
  }
}

function headerOf({ headers }: Incoming, name: string): string | null {
  // HTTP/2 has a name of its own for the host.
  const value = headers[name] ?? (name === "host" ? headers[":authority"] : undefined);
  return Array.isArray(value) ? value.join(", ") : (value ?? null);
}

function textOf(incoming: Incoming): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    incoming.setEncoding("utf8");
    incoming.on("data", (chunk: string) => (text += chunk));
    incoming.on("end", () => resolve(text));
    incoming.on("error", reject);
  });
}
