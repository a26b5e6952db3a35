import { Hono } from "hono";
import { UserError } from "../core/errors.ts";
import type { Kernel } from "../core/kernel.ts";
import { seededRandom } from "../drivers/virtual-clock.ts";
import { changedBehaviour, defaultBehaviour, type Behaviour, type Mishaps, type Verdict } from "./behaviour.ts";
import { readTransfer, type Transfer } from "./messages.ts";
import { createKeys, keyRoutes, type KeyRing } from "./key-routes.ts";
import { isSigned } from "./signatures.ts";
import { createVoice } from "./voice.ts";

/** A payment as the bank has it: taken once, however often it was sent. */
export interface Kept extends Transfer {
  /** How often it was sent. */
  received: number;
  verdict: Verdict;
}

/** What a bank is made of. */
export interface BankParts {
  readonly kernel: Kernel;
  /** The first one signs what the bank says. */
  readonly keys: KeyRing;
  /** Pushes a report. */
  readonly fetch: (request: Request) => Promise<Response>;
}

/** A bank that speaks pacs.008 and pacs.002 over HTTP, and behaves as it is told. */
export interface Bank {
  readonly fetch: (request: Request) => Promise<Response>;
  /** The same, to be served below a path: what is signed is the whole path. */
  readonly routes: Hono;
  /** What it has taken, in the order in which that came. */
  payments(): readonly Kept[];
  /** Takes a new key into use beside the old ones, or leaves old ones behind. */
  rotate(keys: KeyRing): void;
}

/** A late end comes after this many times the usual. */
const LATE_TIMES = 100;

/**
 * Makes a bank. `POST /payments` takes a pacs.008, once for each end-to-end id; `GET /payments/{id}` answers with a
 * pacs.002, or 404; both are signed (RFC 9421), and answers name the request that they answer. `PUT /_bank/behaviour`
 * turns its knobs, `GET /_bank/payments` shows what it has.
 */
export function createBank({ kernel, keys: first, fetch }: BankParts): Bank {
  const payments = new Map<string, Kept>();
  const keys = createKeys(kernel, first);
  let behaviour = defaultBehaviour;
  let random = seededRandom(behaviour.seed);
  const draw = (mishap: keyof Mishaps) => random() < behaviour.mishaps[mishap];
  const voice = createVoice(kernel, fetch, () => ({ behaviour, keys: keys.ring(), draw }));

  /** Brings a payment that was taken on to its end, and says so as often and as late as chance has it. */
  function decideLater(kept: Kept): void {
    const { end, endAfterMs } = behaviour;
    if (end === "never") return;
    const [isLate, isTwice, isTurned] = [draw("late"), draw("duplicate"), draw("contradictory")];
    kernel.after(isLate ? endAfterMs * LATE_TIMES : endAfterMs, async () => {
      kept.verdict = end;
      await voice.push(kept.endToEndId, end);
      if (isTwice) await voice.push(kept.endToEndId, end);
      if (isTurned) await voice.push(kept.endToEndId, end === "settled" ? "rejected" : "settled");
    });
  }

  function take(transfer: Transfer): Kept {
    const known = payments.get(transfer.endToEndId);
    if (known !== undefined) {
      known.received += 1;
      return known;
    }
    const kept: Kept = { ...transfer, received: 1, verdict: behaviour.first };
    payments.set(transfer.endToEndId, kept);
    if (behaviour.first === "accepted" || behaviour.first === "pending") decideLater(kept);
    return kept;
  }

  const app = controlRoutes({
    payments: () => [...payments.values()],
    behaviour: () => behaviour,
    turn(next) {
      behaviour = next;
      // The same seed again makes the same chances again.
      random = seededRandom(next.seed);
    },
  });
  app.route("/", keyRoutes(kernel, keys));
  app.post("/payments", async ({ req: { raw } }) => {
    const body = await raw.clone().text();
    if (!isSigned(raw, body, keys.accepted())) return new Response("not signed", { status: 401 });
    const transfer = readTransfer(body);
    if (transfer === undefined) return voice.answer(raw, 400, "no pacs.008.001.08");
    if (draw("lost")) return voice.silence();
    const { endToEndId, verdict } = take(transfer);
    return draw("silent") ? voice.silence() : voice.answerAbout(raw, endToEndId, verdict);
  });
  app.get("/payments/:id", async ({ req }) => {
    if (!isSigned(req.raw, "", keys.accepted())) return new Response("not signed", { status: 401 });
    const kept = payments.get(req.param("id"));
    return kept === undefined
      ? voice.answer(req.raw, 404, "")
      : voice.answerAbout(req.raw, kept.endToEndId, kept.verdict);
  });
  return {
    fetch: async (request) => app.fetch(request),
    routes: app,
    payments: () => [...payments.values()],
    rotate: keys.replace,
  };
}

/** What tests and demos see and turn. */
function controlRoutes(subject: {
  readonly payments: () => readonly Kept[];
  readonly behaviour: () => Behaviour;
  readonly turn: (next: Behaviour) => void;
}): Hono {
  const app = new Hono();
  app.get("/_bank/payments", (context) => context.json(subject.payments()));
  app.get("/_bank/behaviour", (context) => context.json(subject.behaviour()));
  app.put("/_bank/behaviour", async (context) => {
    try {
      subject.turn(changedBehaviour(subject.behaviour(), await context.req.json().catch(() => undefined)));
    } catch (fault) {
      if (fault instanceof UserError) return context.json({ error: fault.message }, 400);
      throw fault;
    }
    return context.json(subject.behaviour());
  });
  return app;
}
