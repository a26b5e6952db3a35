import { Hono } from "hono";

const prefix = "/_aws/origins/";

/** The host name of an origin in the path of a request to the AWS endpoint; undefined for any other path. */
export function originIn(path: string): string | undefined {
  return path.startsWith(prefix) ? path.slice(prefix.length).split(/[/?]/)[0] : undefined;
}

/**
 * The origins of the cells as functions reach them: there is no DNS here, so the endpoint that functions are told
 * answers for each of them below `/_aws/origins/{host}`. Unsigned, as origins are on AWS: their firewalls decide.
 */
export function originRoutes(origin: (hostname: string, request: Request) => Promise<Response>): Hono {
  const app = new Hono();
  app.all(`${prefix}:host/*`, async (context) => {
    const { raw } = context.req;
    const host = context.req.param("host");
    const rest = raw.url.slice(raw.url.indexOf(prefix) + prefix.length + host.length);
    const headers = new Headers(raw.headers);
    headers.set("host", host);
    const { method } = raw;
    const body = method === "GET" || method === "HEAD" ? {} : { body: await raw.arrayBuffer() };
    return origin(host, new Request(`https://${host}${rest}`, { method, headers, ...body }));
  });
  return app;
}
