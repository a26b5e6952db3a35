import { timingSafeEqual } from "node:crypto";
import { Hono } from "hono";
import { SignJWT } from "jose";
import type { Kernel } from "../../core/kernel.ts";
import { uuid } from "../uuid.ts";
import type { SigningKey } from "./signing-key.ts";
import { knowsScope } from "./store.ts";
import type { PoolStore, UserPool, UserPoolClient } from "./store.ts";

/** The error codes of RFC 6749, section 5.2, that a client-credentials request can meet. */
type OAuthError =
  | "invalid_request"
  | "invalid_client"
  | "invalid_scope"
  | "unauthorized_client"
  | "unsupported_grant_type";

interface ClientCredentials {
  readonly id: string;
  readonly secret: string;
}

/** The unsigned routes of Cognito: the token endpoint, by path and by host name, and the public keys of each pool. */
export function cognitoRoutes(kernel: Kernel, store: PoolStore, keyOf: (pool: UserPool) => SigningKey): Hono {
  const app = new Hono();
  app.post("/_aws/cognito/:domain/oauth2/token", (context) => {
    return grant(kernel, keyOf, store.byDomain(context.req.param("domain")), context.req.raw);
  });
  app.post("/oauth2/token", (context) => {
    const host = context.req.header("host") ?? new URL(context.req.url).host;
    const [prefix = "", region = ""] = host.replace(/\.amazoncognito\.com(?::\d+)?$/, "").split(".auth.");
    const pool = store.byDomain(prefix);
    return grant(kernel, keyOf, pool?.region === region ? pool : undefined, context.req.raw);
  });
  app.get("/:poolId/.well-known/jwks.json", (context) => {
    const pool = store.find(context.req.param("poolId"));
    if (pool === undefined)
      return context.json({ message: `User pool ${context.req.param("poolId")} not found.` }, 404);
    return context.json({ keys: [keyOf(pool).publicJwk] });
  });
  return app;
}

async function grant(
  kernel: Kernel,
  keyOf: (pool: UserPool) => SigningKey,
  pool: UserPool | undefined,
  request: Request,
): Promise<Response> {
  const type = request.headers.get("content-type") ?? "";
  if (pool === undefined || !type.startsWith("application/x-www-form-urlencoded")) return refuse("invalid_request");
  const form = new URLSearchParams(await request.text());
  const grantType = form.get("grant_type");
  if (grantType === null) return refuse("invalid_request");
  if (grantType !== "client_credentials") return refuse("unsupported_grant_type");
  const credentials = readCredentials(request.headers.get("authorization"), form);
  const client = credentials === undefined ? undefined : authenticated(pool, credentials);
  if (client === undefined) return refuse("invalid_client");
  if (!client.settings.allowedFlows.includes("client_credentials")) return refuse("unauthorized_client");
  const scopes = grantedScopes(pool, client, form.get("scope"));
  if (scopes === undefined) return refuse("invalid_scope");
  const token = await sign(kernel, keyOf(pool), pool, client, scopes);
  return answer(200, { access_token: token, expires_in: client.settings.accessTokenSeconds, token_type: "Bearer" });
}

function readCredentials(authorization: string | null, form: URLSearchParams): ClientCredentials | undefined {
  const id = form.get("client_id");
  if (authorization === null) {
    const secret = form.get("client_secret");
    return id === null || secret === null ? undefined : { id, secret };
  }
  if (!authorization.toLowerCase().startsWith("basic ")) return undefined;
  const decoded = Buffer.from(authorization.slice(6), "base64").toString();
  const colon = decoded.indexOf(":");
  const credentials = { id: decoded.slice(0, Math.max(colon, 0)), secret: decoded.slice(colon + 1) };
  // A body that names another client than the header is no proof of either.
  return colon < 0 || (id !== null && id !== credentials.id) ? undefined : credentials;
}

function authenticated(pool: UserPool, { id, secret }: ClientCredentials): UserPoolClient | undefined {
  const client = pool.clients.get(id);
  if (client?.secret === undefined) return undefined;
  const [given, expected] = [Buffer.from(secret), Buffer.from(client.secret)];
  return given.length === expected.length && timingSafeEqual(given, expected) ? client : undefined;
}

/** The scopes asked for, or all that the client may have; `undefined` where one is unknown or not allowed. */
function grantedScopes(pool: UserPool, client: UserPoolClient, asked: string | null): readonly string[] | undefined {
  const wanted = asked?.split(" ").filter((scope) => scope !== "") ?? [];
  // A resource server may have lost a scope since.
  const living = client.settings.allowedScopes.filter((scope) => knowsScope(pool, scope));
  if (wanted.length === 0) return living;
  const allowed = wanted.every((scope) => living.includes(scope));
  return allowed ? wanted : undefined;
}

async function sign(
  kernel: Kernel,
  key: SigningKey,
  pool: UserPool,
  client: UserPoolClient,
  scopes: readonly string[],
): Promise<string> {
  const now = Math.floor(kernel.now() / 1000);
  const claims = {
    token_use: "access",
    scope: scopes.join(" "),
    client_id: client.id,
    auth_time: now,
    version: 2,
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: "RS256", kid: key.kid })
    .setSubject(client.id)
    .setIssuer(`https://cognito-idp.${pool.region}.amazonaws.com/${pool.id}`)
    .setIssuedAt(now)
    .setExpirationTime(now + client.settings.accessTokenSeconds)
    .setJti(uuid(kernel))
    .sign(key.privateKey);
}

// Cognito answers 400 to an unknown client too, where RFC 6749 would allow 401.
function refuse(error: OAuthError): Response {
  return answer(400, { error });
}

function answer(status: number, body: Readonly<Record<string, unknown>>): Response {
  const headers = { "content-type": "application/json;charset=UTF-8", "cache-control": "no-store", pragma: "no-cache" };
  return new Response(JSON.stringify(body), { status, headers });
}
