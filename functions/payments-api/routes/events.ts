import { Hono } from "hono";
import { renderEvent } from "../../domain/events.ts";
import { parseAccountId } from "../../domain/ids.ts";
import { listEvents, listTenantEvents } from "../actions/events.ts";
import { scoped, type AppEnv } from "../context.ts";
import type { Deps } from "../deps.ts";
import { freshnessFields } from "../render.ts";
import { pageFields, pageRequest, pathId } from "../requests.ts";

/** What happened to an account: where a client learns what became of an operation that was only queued. */
export function accountEventRoutes(deps: Deps) {
  return new Hono<AppEnv>().get("/:id/events", scoped("accounts/read"), async (c) => {
    const id = await pathId(c, parseAccountId, deps.stores.control);
    const page = pageRequest(c, "events", id);
    const { events, next } = await listEvents(id, c.get("principal").tenant, page, deps);
    return c.json({ data: events.map(renderEvent), ...pageFields(next, page) });
  });
}

/** What happened to all accounts of a tenant: where a client finds what it has missed. */
export function eventRoutes(deps: Deps) {
  return new Hono<AppEnv>().get("/", scoped("accounts/read"), async (c) => {
    // Each cell has its own order: a cursor of another one would pass over what that one learned of later.
    const page = pageRequest(c, "events", "of cell", deps.env.cell);
    const { events, next, freshness } = await listTenantEvents(c.get("principal").tenant, page, deps);
    return c.json({ data: events.map(renderEvent), ...pageFields(next, page), ...freshnessFields(freshness) });
  });
}
