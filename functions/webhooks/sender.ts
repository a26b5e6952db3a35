import { lookup as resolveName, type LookupAddress } from "node:dns";
import { request as requestHttp, type ClientRequest, type IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { isPublicAddress } from "../domain/webhook-addresses.ts";
import { outcomeOf, retryAfterOf, type AttemptFailure, type AttemptOutcome } from "../domain/webhook-schedule.ts";
import { outsideAddress } from "../stores/addresses.ts";
import type { Clock } from "../stores/clock.ts";

/** One message to a tenant's endpoint. */
export interface WebhookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The whole of it, from the name to the answer's end, may take so long, milliseconds. */
  readonly patienceMs: number;
}

/** Sends a message once. It never throws: whatever goes wrong is an outcome. */
export type Sender = (request: WebhookRequest) => Promise<AttemptOutcome>;

/** What a name resolved to, or why it did not. */
type Resolved = (fault: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void;

/** How names become addresses, and which of them are sent to. */
export interface Passage {
  readonly resolve: (name: string, done: Resolved) => void;
  readonly isAllowed: (address: string) => boolean;
  /** Certificates that are trusted, where not those of the system. */
  readonly ca?: string;
}

/** Of an answer's body no more is taken, bytes: nothing in it is of interest. */
const ANSWER_MAX = 16 * 1024;

/** The way to the internet: the system's resolver, and public addresses alone. */
export const publicPassage: Passage = {
  resolve: (name, done) => resolveName(name, { all: true }, done),
  isAllowed: isPublicAddress,
};

/**
 * A sender that follows no redirect and connects to the very address that it has judged: a name that means something
 * else a moment later leads nowhere. Where AWS is somewhere else than its names say, so is the world outside.
 */
export function createSender(
  awsEndpoint: string | undefined,
  passage: Passage,
  clock: Pick<Clock, "now" | "deadline">,
): Sender {
  return async (message) => {
    const address = new URL(outsideAddress(message.url, awsEndpoint));
    const deadline = clock.deadline(message.patienceMs);
    try {
      return await exchange(message, open(address, message, deadline, passage, awsEndpoint), clock);
    } catch (fault) {
      return { outcome: "failed", why: deadline.aborted ? "timeout" : failureOf(fault) };
    }
  };
}

function open(
  address: URL,
  { headers, body }: WebhookRequest,
  signal: AbortSignal,
  { ca, ...passage }: Passage,
  awsEndpoint: string | undefined,
): ClientRequest {
  const options = {
    method: "POST",
    headers: {
      ...headers,
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      "user-agent": "payment-cells/1 (Standard Webhooks)",
    },
    // A connection that is kept would be one that was judged some time ago.
    agent: false,
    signal,
  } as const;
  if (awsEndpoint !== undefined) return requestHttp(address, options);
  // Where a host is an address, nobody looks a name up.
  const literal = address.hostname.replace(/^\[|\]$/g, "");
  if (isIP(literal) !== 0 && !passage.isAllowed(literal)) throw new AddressRefused();
  return requestHttps(address, { ...options, lookup: judgedLookup(passage), ...(ca === undefined ? {} : { ca }) });
}

/** A lookup that gives no address unless all of a name's are allowed. */
function judgedLookup({ resolve, isAllowed }: Passage): LookupFunction {
  return (name, options, done) => {
    resolve(name, (fault, addresses) => {
      if (fault !== null) return done(fault, []);
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => isAllowed(address))) {
        return done(new AddressRefused(), []);
      }
      return options.all === true ? done(null, addresses) : done(null, first.address, first.family);
    });
  };
}

async function exchange(
  { body }: WebhookRequest,
  request: ClientRequest,
  clock: Pick<Clock, "now">,
): Promise<AttemptOutcome> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request.once("response", resolve).on("error", reject);
    request.end(body);
  });
  // The status says it all: what becomes of the rest changes nothing.
  await drain(answer).catch(() => undefined);
  return outcomeOf(answer.statusCode ?? 0, retryAfterOf(answer.headers["retry-after"], clock.now()));
}

/** Takes as much of a body as is polite; what stops early closes the connection. */
async function drain(answer: IncomingMessage): Promise<void> {
  let bytes = 0;
  for await (const chunk of answer) {
    bytes += Buffer.byteLength(chunk);
    if (bytes > ANSWER_MAX) return;
  }
}

class AddressRefused extends Error {
  readonly code = "ADDRESS_REFUSED";
}

/** What an error of Node's connection says, in words for a tenant; nothing of what is inside of our network. */
function failureOf(fault: unknown): AttemptFailure {
  const code = fault instanceof Error && "code" in fault ? String(fault.code) : "";
  if (code === "ADDRESS_REFUSED") return "address_refused";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "name_unknown";
  if (code.startsWith("HPE_")) return "answer_malformed";
  return /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code) ? "tls" : "connection";
}
