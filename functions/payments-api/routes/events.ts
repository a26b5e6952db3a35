import { Hono } from "hono";
import { parseAccountId } from "../../domain/ids.ts";
import { listEvents } from "../actions/events.ts";
import { scoped, type AppEnv } from "../context.ts";
import type { Deps } from "../deps.ts";
import { renderEvent } from "../render.ts";
import { cursorOf, pageRequest, pathId } from "../requests.ts";

/** What happened to an account: where a client learns what became of an operation that was only queued. */
export function eventRoutes(deps: Deps) {
  return new Hono<AppEnv>().get("/:id/events", scoped("accounts/read"), async (c) => {
    const id = await pathId(c, parseAccountId, deps.stores.control);
    const { events, next } = await listEvents(id, c.get("principal").tenant, pageRequest(c), deps);
    const nextCursor = next === undefined ? null : cursorOf(next);
    return c.json({ data: events.map(renderEvent), has_more: next !== undefined, next_cursor: nextCursor });
  });
}
