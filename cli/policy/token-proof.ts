import { createApp } from "../../functions/payments-api/app.ts";
import type { Stores } from "../../functions/payments-api/deps.ts";
import type { Env } from "../../functions/payments-api/env.ts";
import { routeTable } from "../../functions/payments-api/route-table.ts";
import { systemClock } from "../../functions/stores/clock.ts";
import type { StackGraph } from "./graph.ts";

/** The bundle whose routes are tried. */
const BUNDLE = "payments-api";

/** Tokens that nobody may be let in with: none, none of the right kind, one of an issuer that nobody knows. */
const WORTHLESS: readonly (string | undefined)[] = [
  undefined,
  "Basic eDp5",
  "Bearer eyJhbGciOiJub25lIn0.eyJpc3MiOiJ4In0.eA",
];

/**
 * Sends requests without a good token to every route that the API registers, over stores that fail the moment they are
 * asked for money. Returns what lets somebody in, and which routes its table leaves open or forgets; empty where every
 * route but those that the table calls open verifies tokens.
 */
export async function routesWithoutToken(): Promise<readonly string[]> {
  // No route gets as far as the rest of the environment.
  const app = createApp({ cell: "eu" } as Env, closedStores(), systemClock(), Math.random);
  const described = new Map(routeTable.map((route) => [`${route.method} ${route.path}`, route.scopes]));
  const registered = new Set(
    app.routes
      .filter(({ method }) => method !== "ALL")
      .map(({ method, path }) => `${method.toLowerCase()} ${path.replaceAll(/:([a-zA-Z]+)/g, "{$1}")}`),
  );
  const faults = [...registered].filter((route) => !described.has(route)).map((route) => `${route} is in no table`);
  for (const [route, scopes] of described) {
    if (scopes.length === 0) continue;
    const [method = "", path = ""] = route.split(" ");
    for (const authorization of WORTHLESS) {
      const headers = authorization === undefined ? {} : { Authorization: authorization };
      const answer = await app.request(path.replaceAll(/\{\w+\}/g, "acct_eu_1"), {
        method: method.toUpperCase(),
        headers,
      });
      if (answer.status !== 401) faults.push(`${route} answers ${answer.status} to ${authorization ?? "no token"}`);
    }
  }
  return faults;
}

/** The names of the functions of these stacks that run the bundle. */
export function functionsOfBundle(stacks: readonly StackGraph[]): readonly string[] {
  return stacks.flatMap(({ resources }) =>
    resources.flatMap(({ type, properties }) => {
      const { code, name } = properties;
      if (type !== "aws:lambda/function:Function" || typeof name !== "string") return [];
      const path = typeof code === "object" && code !== null && "path" in code ? code.path : undefined;
      return typeof path === "string" && path.split(/[\\/]/).at(-1) === BUNDLE ? [name] : [];
    }),
  );
}

/** Stores that know one cell and no issuer, and let nobody at money, keys or documents. */
function closedStores(): Stores {
  const cells = async () => ["eu"];
  const control = { cells, cellsNow: cells, issuer: async () => undefined };
  const log = () => undefined;
  const refused = new Proxy({}, { get: () => () => Promise.reject(new Error("A request without a token got here.")) });
  // What is left out is never asked by a request that is turned away; one that asks fails, and is found by its answer.
  return { control, log, ledger: refused, hasher: refused, document: "" } as unknown as Stores;
}
