import { Hono } from "hono";
import { accountIdOf, homeOf, parseAccountId, systemAccountId } from "../../domain/ids.ts";
import { close, open, readAccount, readBalance } from "../actions/accounts.ts";
import { balanceAt } from "../actions/entries.ts";
import { markReplay, requireScopes, scoped, type AppEnv } from "../context.ts";
import { freshnessOf, type Deps } from "../deps.ts";
import { renderAccount, renderBalance, renderPastBalance } from "../render.ts";
import { homeCell, idempotencyKey, jsonBody, momentOf, pathId, wrongQuery } from "../requests.ts";
import { emptyBody, openingBody } from "../schemas.ts";

/** Opening, reading and closing accounts. */
export function accountRoutes(deps: Deps) {
  return new Hono<AppEnv>()
    .post("/", scoped("accounts/write"), async (c) => {
      const { tenant } = c.get("principal");
      const home = await homeCell(c.req.header("home-cell"), deps.stores.control);
      const body = await jsonBody(c, openingBody);
      const key = idempotencyKey(c);
      // Either lets money be paid that nobody has brought in, or out: no tenant decides that for itself.
      if (body.kind !== "customer") requireScopes(c.get("principal"), ["ops/write"]);
      if (body.overdraft_limit > 0) requireScopes(c.get("principal"), ["credit/write"]);
      const scope = { tenant, method: "POST", route: "/v1/accounts", resource: home, key } as const;
      const id = body.kind === "customer" ? accountIdOf(home, scope) : systemAccountId(home, body.kind, body.currency);
      c.header("Home-Cell", home);
      const request = await deps.stores.hasher.hash(body);
      const overdraftLimit = BigInt(body.overdraft_limit);
      const { currency, kind, stripes = 0 } = body;
      const opening = { id, tenant, currency, kind, overdraftLimit, stripes, request };
      const { item, replayed } = await open(opening, deps);
      markReplay(c, replayed);
      return c.json(renderAccount(id, item), 201);
    })
    .get("/:id", scoped("accounts/read"), async (c) => {
      const id = await pathId(c, parseAccountId, deps.stores.control);
      return c.json(renderAccount(id, await readAccount(id, c.get("principal").tenant, deps)));
    })
    .get("/:id/balance", scoped("accounts/read"), async (c) => {
      const id = await pathId(c, parseAccountId, deps.stores.control);
      const at = momentOf(c, "at");
      if (at !== undefined) {
        if (at > BigInt(deps.clock.now())) throw wrongQuery("at", "must not be in the future");
        return c.json(renderPastBalance(id, at, await balanceAt(id, c.get("principal").tenant, at, deps)));
      }
      const item = await readBalance(id, c.get("principal").tenant, deps);
      const writtenAt = typeof item["at"] === "bigint" ? item["at"] : 0n;
      return c.json(renderBalance(id, item, freshnessOf(homeOf(id), writtenAt, deps)));
    })
    .post("/:id/close", scoped("accounts/write"), async (c) => {
      const id = await pathId(c, parseAccountId, deps.stores.control);
      await jsonBody(c, emptyBody);
      idempotencyKey(c);
      const { item, replayed } = await close(id, c.get("principal").tenant, deps);
      markReplay(c, replayed);
      return c.json(renderAccount(id, item));
    });
}
