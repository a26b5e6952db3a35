import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { Problem } from "./problems.ts";
import type { Principal, TokenVerifier } from "./tokens.ts";

/** What a request carries through its routes. */
export interface AppEnv {
  Bindings: {
    readonly requestContext?: { readonly requestId?: string };
    /** Where in a trace the invocation is (W3C `traceparent`), where somebody records one. */
    readonly traceparent?: string;
  };
  Variables: {
    readonly requestId: string;
    readonly principal: Principal;
    readonly tokens: TokenVerifier;
  };
}

/** Lets a request through whose token holds every scope named. */
export function scoped(...scopes: readonly string[]) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const principal = await c.get("tokens").verify(c.req.header("authorization"));
    requireScopes(principal, scopes);
    c.set("principal", principal);
    await next();
  });
}

/** Throws the problem `scope_missing` unless the token holds every scope. */
export function requireScopes(principal: Principal, scopes: readonly string[]): void {
  const missing = scopes.filter((scope) => !principal.scopes.has(scope));
  if (missing.length > 0) throw new Problem("scope_missing", `The token lacks the scope ${missing.join(" and ")}.`);
}

/** Marks an answer that was given before. */
export function markReplay(c: Context<AppEnv>, replayed: boolean): void {
  if (replayed) c.header("Idempotent-Replayed", "true");
}
