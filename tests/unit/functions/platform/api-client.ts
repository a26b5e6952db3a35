import type { Platform } from "./platform.ts";

/** An answer of the API, read. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** What a request may say differently from an ordinary one. */
export interface ApiRequest {
  readonly cell?: string;
  readonly token?: string | undefined;
  readonly key?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is when it is text. */
  readonly body?: unknown;
  /** Where in a trace the request is. */
  readonly traceparent?: string;
}

let keys = 0;

/** Sends requests to the cells of a platform as a tenant would, each with a fresh idempotency key. */
export function apiClient(platform: Platform, claims: Readonly<Record<string, unknown>> = {}) {
  async function send(method: string, path: string, request: ApiRequest = {}): Promise<ApiAnswer> {
    const cell =
      request.cell ??
      /^\/v1\/(?:accounts|payments|webhook_endpoints)\/(?:acc|pay|whk)_([a-z]+)_/.exec(path)?.[1] ??
      "eu";
    const token = "token" in request ? request.token : platform.token(cell, claims);
    keys += 1;
    const key = "key" in request ? request.key : `key-${keys}`;
    const headers: Record<string, string> = { "content-type": "application/json", ...request.headers };
    if (token !== undefined) headers["authorization"] = `Bearer ${token}`;
    if (key !== undefined && method === "POST") headers["idempotency-key"] = key;
    const body = typeof request.body === "string" ? request.body : JSON.stringify(request.body ?? {});
    const { api } = platform.cell(cell);
    const init = { method, headers, ...(method === "POST" || method === "PATCH" ? { body } : {}) };
    const { traceparent } = request;
    const reply = await (traceparent === undefined
      ? api.request(path, init)
      : api.request(path, init, { traceparent }));
    const text = await reply.text();
    return { status: reply.status, headers: reply.headers, body: JSON.parse(text) };
  }

  async function open(cell: string, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const body = { currency: "EUR", ...more };
    const answer = await send("POST", "/v1/accounts", { cell, body, headers: { "home-cell": cell } });
    if (answer.status !== 201) throw new Error(`not opened: ${JSON.stringify(answer.body)}`);
    return String(answer.body["id"]);
  }

  return {
    send,
    open,
    get: (path: string, request?: ApiRequest) => send("GET", path, request),
    post: (path: string, body: unknown, request: ApiRequest = {}) => send("POST", path, { ...request, body }),
    pay: (source: string, payee: string, amount: number, more: Readonly<Record<string, unknown>> = {}, key?: string) =>
      send("POST", `/v1/accounts/${source}/payments`, {
        body: { payee, amount, currency: "EUR", ...more },
        ...(key === undefined ? {} : { key }),
      }),
    async figures(account: string): Promise<readonly [posted: unknown, available: unknown, held: unknown]> {
      const { body } = await send("GET", `/v1/accounts/${account}/balance`);
      return [body["posted"], body["available"], body["held"]];
    },
  };
}

/** Opens an account and puts money into it from the cell's settlement account. */
export async function funded(platform: Platform, cell: string, amount: number): Promise<string> {
  const ops = apiClient(platform, { client_id: "ops-client" });
  const settlement = await ops.open(cell, { kind: "settlement" });
  const account = await apiClient(platform).open(cell);
  const paid = await ops.pay(settlement, account, amount);
  if (paid.status !== 201) throw new Error(`not funded: ${JSON.stringify(paid.body)}`);
  return account;
}
