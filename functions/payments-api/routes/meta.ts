import { Hono } from "hono";
import type { AppEnv } from "../context.ts";
import { authorityNow, limited, type Deps } from "../deps.ts";

/** What anyone may ask: whether the cell is well, and what the API is. */
export function metaRoutes(deps: Deps) {
  const { env, stores } = deps;
  return (
    new Hono<AppEnv>()
      // An evacuated cell with a lease is well: it redirects, and what watches it can tell that it is back.
      .get("/healthz", async (c) => {
        const { may } = await authorityNow(env.cell, deps);
        if (may === "isolated" || may === "nothing") throw limited();
        return c.json({ status: "ok", cell: env.cell });
      })
      .get("/openapi.json", (c) => c.body(stores.document, 200, { "Content-Type": "application/json" }))
  );
}
