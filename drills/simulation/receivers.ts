import { outcomeOf, retryAfterOf, type AttemptOutcome } from "../../functions/domain/webhook-schedule.ts";
import type { Sender } from "../../functions/webhooks/sender.ts";
import { seededRandom, type VirtualKernel } from "../../local/drivers/virtual-clock.ts";
import type { FaultLog } from "../../local/faults/catalogue.ts";
import type { SentWebhook } from "../checkers/webhooks/webhook-run.ts";
import type { Container } from "./containers.ts";
import type { Trace } from "./trace.ts";
import type { EndpointPlan, Illness, ReceiverPlan, WebhooksPlan } from "./webhooks-plan.ts";

/** The receivers of a run, each a host of its own somewhere on the internet. */
export interface Receivers {
  readonly plan: WebhooksPlan;
  /** What was sent to them, in the order in which it was. */
  readonly sent: readonly SentWebhook[];
  /** What befalls them befalls them from now on. */
  begin(): void;
  /** Sends for a container, in place of its own connections. */
  sender(from: Container): Sender;
}

/** Where an endpoint is. */
export function urlOf({ host }: Pick<EndpointPlan, "host">): string {
  return `https://${host}/events`;
}

/** What receivers are made with. */
export interface ReceiversOptions {
  readonly seed: number;
  readonly kernel: VirtualKernel;
  readonly log: FaultLog;
  readonly trace: Trace;
}

/** Milliseconds to a receiver, one way. */
const WAY_MS = { least: 5, more: 40 };
/** Above the patience of the fast lane, and with luck below that of the slow one. */
const SLOW_MS = { least: 1_100, more: 12_000 };
const BUSY_FOR_S = 40;

/** An answer, how long it takes, and what it asks for. */
interface Answer {
  readonly status: number | undefined;
  readonly takesMs: number;
  readonly retryAfter?: string;
}

/** Receivers as a plan has them. */
export function createReceivers(plan: WebhooksPlan, { seed, kernel, log, trace }: ReceiversOptions): Receivers {
  const random = seededRandom(seed ^ 0x2ece1);
  const hosts = new Map(plan.endpoints.map((endpoint) => [urlOf(endpoint), endpoint.receiver]));
  const sent: SentWebhook[] = [];
  let began = Number.POSITIVE_INFINITY;
  const wayMs = (): number => WAY_MS.least + random() * WAY_MS.more;

  function note(from: Container, message: SentWebhook, result: string): void {
    trace.addNumber(Math.floor(kernel.now()));
    trace.add(from.id);
    trace.add(`${message.url} ${message.headers["webhook-id"]} ${result}`);
  }

  function arrive(from: Container, message: Noted, { ackLost }: ReceiverPlan, answer: Answer, heard: Heard): void {
    note(from, message, `${answer.status ?? "nothing"}`);
    message.status = answer.status;
    const isLost = answer.status === 204 && random() < ackLost;
    if (isLost) log.observe("lostReply");
    const backMs = answer.takesMs + wayMs();
    if (answer.status === undefined && answer.takesMs > 0) return;
    from.after(backMs, () => {
      if (isLost || answer.status === undefined) heard({ outcome: "failed", why: "connection" });
      else heard(outcomeOf(answer.status, retryAfterOf(answer.retryAfter, from.clock.now())), true);
    });
  }

  return {
    plan,
    sent,
    begin: () => void (began = kernel.now()),
    sender: (from) => (request) => {
      const { url, headers, body, patienceMs } = request;
      const plan = hosts.get(url);
      if (plan === undefined) throw new Error(`Nobody is at ${url}.`);
      const skewMs = from.clock.now() - Math.floor(kernel.now());
      // The header tells the second; it is no later than this.
      const at = Math.min(kernel.now(), (Number(headers["webhook-timestamp"]) + 1) * 1_000 - skewMs);
      const message: Noted = { from: from.cell, at, url, headers, body, status: undefined, heard: false };
      sent.push(message);
      return new Promise<AttemptOutcome>((resolve) => {
        const giveUp = from.after(patienceMs, () => {
          note(from, message, "gave up");
          resolve({ outcome: "failed", why: "timeout" });
        });
        const heard: Heard = (outcome, isAnswer = false) => {
          message.heard = isAnswer;
          giveUp();
          resolve(outcome);
        };
        const sentAt = kernel.now();
        kernel.after(wayMs(), () => {
          const answer = answerOf(plan, kernel.now() - began, random);
          // Whoever has given up meanwhile hears nothing of it.
          arrive(from, message, plan, answer, (...said) => kernel.now() - sentAt < patienceMs && heard(...said));
        });
      });
    },
  };
}

type Noted = { -readonly [Field in keyof SentWebhook]: SentWebhook[Field] };
type Heard = (outcome: AttemptOutcome, isAnswer?: boolean) => void;

function answerOf({ takesMs, illnesses }: ReceiverPlan, at: number, random: () => number): Answer {
  const ill = illnesses.findLast((illness) => illness.at <= at && at < (illness.until ?? Number.POSITIVE_INFINITY));
  return ill === undefined ? { status: 204, takesMs } : illAnswer(ill.does, takesMs, random);
}

function illAnswer(does: Illness["does"], takesMs: number, random: () => number): Answer {
  switch (does) {
    case "down":
      return { status: undefined, takesMs: 0 };
    case "hang":
      return { status: undefined, takesMs: Number.POSITIVE_INFINITY };
    case "fail":
      return { status: 500, takesMs };
    case "busy":
      return { status: 503, takesMs, retryAfter: `${BUSY_FOR_S}` };
    case "slow":
      return { status: 204, takesMs: SLOW_MS.least + random() * SLOW_MS.more };
    case "gone":
      return { status: 410, takesMs };
    case "redirect":
      // To where a cloud keeps its credentials; nobody is there, so that a run in which it is asked fails.
      return { status: 302, takesMs };
  }
}
