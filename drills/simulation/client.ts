import { createTrace } from "./trace.ts";
import { outcomeOf, type Call, type CallOutcome, type HistoryEvent } from "../checkers/history-event.ts";
import type { ApiReply } from "./gateway.ts";
import { CLIENTS } from "./directory.ts";
import type { World } from "./world.ts";

/** What a client asks for: the same again with every attempt. */
export interface Wish {
  readonly client: keyof typeof CLIENTS;
  readonly path: string;
  readonly key: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** A file, where one is sent in place of a body. */
  readonly file?: string;
}

/** What came of one attempt. */
export interface Attempt {
  readonly outcome: CallOutcome;
  readonly reply: ApiReply | undefined;
}

/** A tenant's program: asks, notes what it asked and was told, and asks again as the answers say. */
export interface Client {
  /** Asks once; through the edge, or the origin of a cell. */
  attempt(wish: Wish, cell?: string): Promise<Attempt>;
  /** Asks until the answer is for good, at most `most` times; the last attempt. */
  insist(wish: Wish, most: number, firstCell?: string): Promise<Attempt>;
}

/** The longest pause between two attempts, milliseconds. */
const PAUSE_MS = 3_000;

/** A client of a world, with its own chance. */
export function createClient(world: World, random: () => number): Client {
  const { kernel, history } = world;
  const sleep = (ms: number): Promise<void> => new Promise((resolve) => kernel.after(ms, resolve));

  async function attempt(wish: Wish, cell?: string, preferred?: string): Promise<Attempt> {
    const { client, path, key, file } = wish;
    const home = homeIn(wish) ?? world.cells[0]?.name ?? "";
    const headers = {
      "content-type": file === undefined ? "application/json" : "application/xml",
      authorization: `Bearer ${world.token(home, client)}`,
      "idempotency-key": key,
      ...wish.headers,
      ...(preferred !== undefined && { "prefer-cell": preferred }),
    };
    const { text, digest } = contentOf(wish);
    const call = callOf(wish, cell ?? preferred ?? home, calls(world), digest);
    note(history, { ...call, type: "invoke", at: kernel.now() });
    const answered = await world.request({ method: "POST", path, headers, body: text }, cell);
    const { reply } = answered;
    const outcome = outcomeOf(reply);
    const told = { ...call, type: outcome, at: kernel.now(), cell: answered.cell };
    note(history, reply === undefined ? told : { ...told, reply });
    const elsewhere = reply?.status === 421 ? reply.headers["home-cell"] : undefined;
    // Once: whoever is sent back asks the edge again.
    if (elsewhere !== undefined && preferred === undefined) return attempt(wish, undefined, elsewhere);
    return { outcome, reply };
  }

  return {
    attempt: (wish, cell) => attempt(wish, cell),
    async insist(wish, most, firstCell) {
      let last = await attempt(wish, firstCell);
      for (let tries = 1; tries < most && last.outcome !== "ok"; tries += 1) {
        await sleep((0.1 + random()) * Math.min(PAUSE_MS, 100 * 2 ** tries));
        last = await attempt(wish);
      }
      return last;
    },
  };
}

const counters = new WeakMap<World, number>();

function calls(world: World): number {
  const next = (counters.get(world) ?? 0) + 1;
  counters.set(world, next);
  return next;
}

function note(history: HistoryEvent[], event: HistoryEvent): void {
  history.push(event);
}

/** What a wish sends, and what tells it from anything else that is sent. */
interface Content {
  readonly text: string;
  readonly digest: string;
}

/** Worked out once for all attempts. */
const contents = new WeakMap<Wish, Content>();

function contentOf(wish: Wish): Content {
  const known = contents.get(wish);
  if (known !== undefined) return known;
  const text = wish.file ?? JSON.stringify(wish.body);
  const trace = createTrace();
  trace.add(text);
  const content = { text, digest: trace.hash };
  contents.set(wish, content);
  return content;
}

function callOf({ client, path, key, body }: Wish, cell: string, call: number, digest: string): Call {
  const { amount, payee } = body;
  return {
    call,
    cell,
    tenant: CLIENTS[client],
    method: "POST",
    path,
    key,
    request: digest,
    ...(typeof amount === "number" && { amount }),
    ...(typeof payee === "string" && { payee }),
  };
}

function homeIn({ path, headers }: Wish): string | undefined {
  return /\/(?:acc|pay)_([a-z][a-z0-9]*)_/.exec(path)?.[1] ?? headers?.["home-cell"];
}
