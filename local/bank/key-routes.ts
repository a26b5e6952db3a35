import { Hono } from "hono";
import type { Kernel } from "../core/kernel.ts";
import type { BankKey } from "./signatures.ts";

/** A key that the bank accepts until then, milliseconds since the epoch; always where nothing is said. */
interface RingKey extends BankKey {
  readonly until?: number;
}

/** The keys that the bank shares with its customer; the first one signs what it says. */
export type KeyRing = readonly [RingKey, ...RingKey[]];

const SECRET_BYTES_MIN = 32;
/** For how long the old key is accepted where nothing else is said, milliseconds. */
const WINDOW_MS = 7 * 86_400_000;

/** The bank's keys, as it takes them into use and leaves them behind. */
export interface Keys {
  ring(): KeyRing;
  /** Those by which requests may be signed right now. */
  accepted(): readonly BankKey[];
  replace(ring: KeyRing): void;
}

/** Begins with these. */
export function createKeys(kernel: Kernel, first: KeyRing): Keys {
  let ring = first;
  return {
    ring: () => ring,
    accepted: () => ring.filter(({ until = Infinity }) => kernel.now() < until),
    replace(next) {
      ring = next;
    },
  };
}

/**
 * What the bank's staff do when they are told of a new key: `POST /_bank/keys` with `{"id", "secret": base64}` has it
 * accepted beside the others; `POST /_bank/keys/{id}/use` with `{"keepOldForMs"?}` has the bank sign with it, and
 * refuse the others after that. `GET /_bank/keys` tells their names, and no secret.
 */
export function keyRoutes(kernel: Kernel, { ring: keys, replace: change }: Keys): Hono {
  const app = new Hono();
  const shown = () => ({ keys: keys().map(({ id, until }) => ({ id, ...(until !== undefined && { until }) })) });
  app.get("/_bank/keys", (context) => context.json(shown()));
  app.post("/_bank/keys", async (context) => {
    const { id, secret } = fieldsOf(await context.req.json().catch(() => undefined));
    if (typeof id !== "string" || typeof secret !== "string")
      return context.json({ error: "expected id, secret" }, 400);
    const key = { id, secret: Buffer.from(secret, "base64") };
    if (key.secret.length < SECRET_BYTES_MIN) return context.json({ error: "the secret is too short" }, 400);
    const [current, ...others] = keys();
    if (current.id !== id) change([current, ...others.filter((other) => other.id !== id), key]);
    return context.json(shown());
  });
  app.post("/_bank/keys/:id/use", async (context) => {
    const { keepOldForMs = WINDOW_MS } = fieldsOf(await context.req.json().catch(() => undefined));
    const used = keys().find(({ id }) => id === context.req.param("id"));
    if (used === undefined || typeof keepOldForMs !== "number") return context.json({ error: "no such key" }, 404);
    const end = kernel.now() + keepOldForMs;
    const old = keys().filter(({ id }) => id !== used.id);
    const ending = old.map(({ until = Infinity, ...key }) => ({ ...key, until: Math.min(until, end) }));
    change([{ id: used.id, secret: used.secret }, ...ending]);
    return context.json(shown());
  });
  return app;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
