import { Hono } from "hono";
import { authorityOver } from "../../domain/lease.ts";
import type { AppEnv } from "../context.ts";
import { limited, type Deps } from "../deps.ts";

/** What anyone may ask: whether the cell is well, and what the API is. */
export function metaRoutes(deps: Deps) {
  const { env, stores, clock } = deps;
  return new Hono<AppEnv>()
    .get("/healthz", async (c) => {
      const moment = { wall: clock.now(), monotonic: clock.monotonic() };
      const authority = authorityOver(env.cell, env.cell, await stores.control.lease(), moment);
      if (authority.may === "nothing") throw limited();
      return c.json({ status: "ok", cell: env.cell });
    })
    .get("/openapi.json", (c) => c.body(stores.document, 200, { "Content-Type": "application/json" }));
}
