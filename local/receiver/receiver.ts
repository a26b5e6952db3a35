import { Hono } from "hono";
import type { Kernel } from "../core/kernel.ts";

/** A webhook that came to a host outside. */
interface Received {
  readonly host: string;
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Those of Standard Webhooks. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** So many are kept. */
const KEPT_MAX = 20_000;
/** A path that hangs says nothing for so long, milliseconds. */
const HANGS_MS = 60_000;

/**
 * The receivers of this world: every host outside takes webhooks, and `GET /_local/webhooks?host=` shows what came.
 * `/hooks` takes everything; `/hooks/hang` never answers in time, `/hooks/fail` answers 500, `/hooks/gone` 410, and
 * `/hooks/redirect` sends on to where a cloud keeps its credentials.
 */
export function receiverRoutes(kernel: Kernel): Hono {
  const kept: Received[] = [];
  const routes = new Hono();
  routes.post("/_aws/outside/:host/hooks/*", async ({ req }) => {
    const host = req.param("host");
    const headers = Object.fromEntries(
      ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) => [name, req.header(name) ?? ""]),
    );
    const path = req.path.slice(`/_aws/outside/${host}`.length);
    kept.push({ host, path, at: kernel.now(), headers, body: await req.text() });
    if (kept.length > KEPT_MAX) kept.splice(0, kept.length - KEPT_MAX);
    return answer(path.split("/")[2], kernel);
  });
  routes.get("/_local/webhooks", (context) => {
    const host = context.req.query("host");
    return context.json({ webhooks: kept.filter((one) => host === undefined || one.host === host) });
  });
  return routes;
}

function answer(behaviour: string | undefined, kernel: Kernel): Response | Promise<Response> {
  switch (behaviour) {
    case "hang":
      return new Promise((resolve) => {
        kernel.after(HANGS_MS, () => resolve(new Response(null, { status: 204 })));
      });
    case "fail":
      return new Response("out of order", { status: 500 });
    case "gone":
      return new Response(null, { status: 410 });
    case "redirect":
      return new Response(null, { status: 302, headers: { location: "http://169.254.169.254/latest/meta-data/" } });
    case undefined:
    default:
      return new Response(null, { status: 204 });
  }
}
