import { DynamoDBClient } from "@aws-sdk/client-dynamodb";

/** A call of an AWS REST API that no installed SDK client speaks for. */
export interface SignedCall {
  readonly service: string;
  readonly region: string;
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Makes a call and gives its JSON. Rejects with what AWS said. */
export type MakeCall = (call: SignedCall) => Promise<unknown>;

const ANSWER_MS = 10_000;

/** Calls signed with the SDK's own signer and the credentials of its default chain. */
export function createSignedCalls(): MakeCall {
  // Any client would do: what is taken from it are the machine's credentials and the signer.
  const { config } = new DynamoDBClient({ region: "us-east-1" });
  return async ({ service, region, method, path, query = {}, body }) => {
    const host = `${service}.${region}.amazonaws.com`;
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = { host, "content-type": "application/json" };
    const signer = await config.signer();
    const unsigned = { method, protocol: "https:", hostname: host, path, query: { ...query }, headers };
    const signed = await signer.sign(text === undefined ? unsigned : { ...unsigned, body: text }, {
      signingService: service,
      signingRegion: region,
    });
    const url = new URL(path, `https://${host}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const signal = AbortSignal.timeout(ANSWER_MS);
    const request = { method, headers: signed.headers, signal, ...(text === undefined ? {} : { body: text }) };
    const reply = await fetch(url, request);
    const answer = await reply.text();
    if (!reply.ok) throw new Error(`${service} ${method} ${path}: ${reply.status} ${answer.slice(0, 300)}`);
    return answer === "" ? {} : JSON.parse(answer);
  };
}
