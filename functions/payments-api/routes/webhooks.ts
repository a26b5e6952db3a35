import { Hono } from "hono";
import { endpointIdOf, lengthPrefixedHash, parseEndpointId } from "../../domain/ids.ts";
import { deleted, withStatus } from "../../domain/webhook-endpoints.ts";
import {
  askForReplay,
  listDeliveries,
  makeEndpoint,
  readEndpoint,
  rotateSecret,
  updateEndpoint,
} from "../actions/webhooks.ts";
import { markReplay, scoped, type AppEnv } from "../context.ts";
import type { Deps } from "../deps.ts";
import { Problem } from "../problems.ts";
import { renderDelivery, renderEndpoint, renderReplay } from "../render-webhooks.ts";
import { homeCell, idempotencyKey, jsonBody, pageFields, pageRequest, pathId } from "../requests.ts";
import { endpointBody, endpointChange, replayBody, rotationBody } from "../webhook-schemas.ts";

const ROUTE = "/v1/webhook_endpoints";

/** Where a tenant wants its events sent, and what became of that. */
export function webhookRoutes(deps: Deps) {
  const { stores, clock, env } = deps;
  return new Hono<AppEnv>()
    .post("/", scoped("webhooks/write"), async (c) => {
      const { tenant } = c.get("principal");
      const home = await homeCell(c.req.header("home-cell"), stores.control);
      const { url, events = [] } = await jsonBody(c, endpointBody);
      const key = idempotencyKey(c);
      const id = endpointIdOf(home, { tenant, method: "POST", route: ROUTE, resource: home, key });
      c.header("Home-Cell", home);
      const request = await stores.hasher.hash({ url, events });
      const told = await makeEndpoint({ id, tenant, url, events, request }, deps);
      markReplay(c, told.replayed);
      return c.json(renderEndpoint(told, clock.now()), 201);
    })
    .get("/", scoped("webhooks/read"), async (c) => {
      const found = await stores.endpoints.ofTenant(c.get("principal").tenant);
      return c.json({ data: found.map((standing) => renderEndpoint({ standing }, clock.now())) });
    })
    .get("/:id", scoped("webhooks/read"), async (c) => {
      const id = await pathId(c, parseEndpointId, stores.control);
      const standing = await readEndpoint(id, c.get("principal").tenant, deps);
      return c.json(renderEndpoint({ standing }, clock.now()));
    })
    .patch("/:id", scoped("webhooks/write"), async (c) => {
      const id = await pathId(c, parseEndpointId, stores.control);
      const { url, events, status } = await jsonBody(c, endpointChange);
      const change = (before: Parameters<typeof withStatus>[0]) => ({
        ...(status === undefined ? before.endpoint : withStatus(before, status)),
        ...(url === undefined ? {} : { url }),
        ...(events === undefined ? {} : { events: events ?? [] }),
      });
      const standing = await updateEndpoint(id, c.get("principal").tenant, change, deps);
      return c.json(renderEndpoint({ standing }, clock.now()));
    })
    .delete("/:id", scoped("webhooks/write"), async (c) => {
      const id = await pathId(c, parseEndpointId, stores.control);
      const without = ({ endpoint }: Parameters<typeof withStatus>[0]) => deleted(endpoint);
      const standing = await updateEndpoint(id, c.get("principal").tenant, without, deps);
      return c.json(renderEndpoint({ standing }, clock.now()));
    })
    .post("/:id/rotate_secret", scoped("webhooks/write"), async (c) => {
      const { tenant } = c.get("principal");
      const id = await pathId(c, parseEndpointId, stores.control);
      const { keep_old_for: keepOldForS } = await jsonBody(c, rotationBody);
      const rotation = lengthPrefixedHash([tenant, id, "rotate", idempotencyKey(c)]);
      const told = await rotateSecret({ id, tenant, rotation, keepOldForS: BigInt(keepOldForS) }, deps);
      markReplay(c, told.replayed);
      return c.json(renderEndpoint(told, clock.now()));
    })
    .post("/:id/replay", scoped("webhooks/write"), async (c) => {
      const { tenant } = c.get("principal");
      const endpoint = await pathId(c, parseEndpointId, stores.control);
      const { from, to } = await jsonBody(c, replayBody);
      const at = BigInt(clock.now());
      requireRange(from, to, at);
      const id = `rpl_${lengthPrefixedHash([tenant, endpoint, "replay", idempotencyKey(c)])}`;
      const replay = { id, endpoint, tenant, from, to, at };
      const { replayed } = await askForReplay(replay, deps);
      markReplay(c, replayed);
      return c.json(renderReplay(replay), 202);
    })
    .get("/:id/deliveries", scoped("webhooks/read"), async (c) => {
      const id = await pathId(c, parseEndpointId, stores.control);
      const asked = pageRequest(c, "deliveries", id, env.cell);
      const { page, next } = await listDeliveries(id, c.get("principal").tenant, asked, deps);
      const data = page.map(({ delivery }) => renderDelivery(delivery));
      return c.json({ cell: env.cell, data, ...pageFields(next, asked) });
    });
}

/** Throws the problem of a range that nothing can have happened in. */
function requireRange(from: bigint, to: bigint, now: bigint): void {
  if (from >= to) throw wrongRange("to", "must be after from");
  if (from >= now) throw wrongRange("from", "must be in the past");
}

function wrongRange(field: "from" | "to", message: string): Problem {
  return new Problem("invalid_request", "Some fields are wrong; see errors.", { errors: [{ field, message }] });
}
