import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Clock } from "../../functions/stores/clock.ts";

/** A request of an AWS service that no installed SDK client speaks for. */
export interface ServiceRequest {
  /** The signing name. */
  readonly service: string;
  readonly region: string;
  /** Where AWS answers it; the local cloud answers everything at one place. */
  readonly host: string;
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** AWS said no: `code` is its name for why. */
export class AwsRefusal extends Error {
  override readonly name = "AwsRefusal";
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Sends a signed request and gives the answer's body. Throws `AwsRefusal`, or what stood in the way. */
export type Send = (request: ServiceRequest) => Promise<string>;

const ANSWER_MS = 10_000;
const TRIES_MAX = 4;
const FIRST_PAUSE_MS = 500;

/** A sender that signs with the SDK's own signer and the credentials given, or those of its default chain. */
export function createSender(
  endpoint: string | undefined,
  clock: Clock,
  credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string },
): Send {
  // Any client would do: what is taken from it are the machine's credentials and the signer.
  const { config } = new DynamoDBClient({ region: "us-east-1", ...(credentials !== undefined && { credentials }) });
  const attempt = async (request: ServiceRequest): Promise<Response> => {
    const url = new URL(request.path, endpoint ?? `https://${request.host}`);
    const { method, service, body } = request;
    const headers = { host: url.host, ...request.headers };
    const unsigned = { method, protocol: url.protocol, hostname: url.hostname, path: url.pathname, headers };
    const signer = await config.signer();
    const signed = await signer.sign(
      { ...unsigned, query: {}, ...(body === undefined ? {} : { body }) },
      { signingService: service, signingRegion: request.region },
    );
    const signal = AbortSignal.timeout(ANSWER_MS);
    return fetch(url, { method, headers: signed.headers, signal, ...(body === undefined ? {} : { body }) });
  };
  return async (request) => {
    for (let tries = 1; ; tries += 1) {
      const reply = await attempt(request);
      const text = await reply.text();
      if (reply.ok) return text;
      const refusal = refusalOf(reply, text);
      const passing = reply.status >= 500 || reply.status === 429 || /Throttl|TooManyRequests/.test(refusal.code);
      if (!passing || tries === TRIES_MAX || refusal.code === "NotImplemented") throw refusal;
      await clock.sleep(FIRST_PAUSE_MS * 2 ** (tries - 1));
    }
  };
}

/** The error's name stands in a header, in the JSON or in the XML. */
function refusalOf(reply: Response, text: string): AwsRefusal {
  const named =
    reply.headers.get("x-amzn-errortype") ?? /"__type"\s*:\s*"([^"]+)"/.exec(text)?.[1] ?? element(text, "Code");
  const code = (named ?? `HTTP ${reply.status}`).replace(/^.*#/, "").replace(/:.*$/, "");
  const message = element(text, "Message") ?? /"[Mm]essage"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? code;
  return new AwsRefusal(code, message);
}

/** The text of the first element of this name in an XML answer. */
export function element(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
}
