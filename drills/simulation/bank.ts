import { createBank, type Bank } from "../../local/bank/bank.ts";
import { defaultBehaviour, type Behaviour } from "../../local/bank/behaviour.ts";
import type { BankKey } from "../../local/bank/signatures.ts";
import type { BankPayment } from "../checkers/payout-books.ts";
import { CALLED_BACK, createBankLine, wayMs, type TellCell } from "./bank-line.ts";
import { Deadline, type Container } from "./containers.ts";
import type { SimulationParts } from "./parts.ts";
import type { Forgery } from "./payouts-plan.ts";
import { SimulatedRequest } from "./web-objects.ts";

/** A cell's bank, somewhere in the world, with books of its own: what it was sent, and what it has said. */
export interface SimulatedBank {
  /** `fetch` of a container, which ends at the bank. */
  reach(from: Container): (request: Request) => Promise<Response>;
  behave(change: Partial<Behaviour>): void;
  /** Somebody else calls the cell back in its name, or it speaks of what there is not. */
  forge(does: Forgery["does"]): void;
  /** How likely a container dies as soon as what it sends has left, from now on. */
  dying(share: number): void;
  books(): readonly BankPayment[];
  /** Payments that it has not decided and never will, by their ids on the rail. */
  undecided(): readonly string[];
}

type BankParts = Pick<SimulationParts, "kernel" | "log" | "trace">;

/** The key that a cell and its bank share. */
export const BANK_KEY: BankKey = { id: "simulated", secret: Buffer.alloc(32, 1) };
/** One that nobody shares, under the name of one that is. */
const FORGED_KEY: BankKey = { id: BANK_KEY.id, secret: Buffer.alloc(32, 2) };

const PATIENCE_MS = 10_000;
/** A container that dies of sending is dead so much later at the latest. */
const DYING_MS = 120;

/** A bank that has nothing yet. */
export function createSimulatedBank(parts: BankParts, tell: TellCell): SimulatedBank {
  const { kernel, log } = parts;
  const line = createBankLine(parts, tell);
  const endless = new Map<string, boolean>();
  const bank = createBank({ kernel, keys: [BANK_KEY], fetch: (request) => line.push(request) });
  let behaviour: Behaviour = { ...defaultBehaviour, callBackUrl: CALLED_BACK };
  let dyingShare = 0;

  /** What was taken since the last mood is decided, or never is, by that mood. */
  function classify(): void {
    for (const { endToEndId } of bank.payments()) {
      if (!endless.has(endToEndId)) endless.set(endToEndId, behaviour.end === "never");
    }
  }

  return {
    reach: (from) => (request) => {
      const chance = from.luckOf(`bank ${request.method}`);
      const answered = fetched(from, request, chance, bank, parts);
      if (chance() < dyingShare && request.method === "POST") {
        log.observe("killed");
        kernel.after(chance() * DYING_MS, () => from.kill());
      }
      return answered;
    },
    behave(change) {
      classify();
      behaviour = { ...behaviour, ...change };
      const body = JSON.stringify(behaviour);
      const request = new SimulatedRequest("http://bank/_bank/behaviour", { method: "PUT", body });
      // The bank reads a request with the web objects of the simulation.
      void bank.fetch(request as unknown as Request);
    },
    forge(does) {
      const known = bank.payments();
      const one = known[Math.floor(kernel.random() * known.length)];
      if (does === "nobodys") {
        const id = Math.floor(kernel.random() * 2 ** 32).toString(16);
        line.forge(BANK_KEY, id.padStart(32, "0"), "settled");
      } else if (one !== undefined) {
        line.forge(FORGED_KEY, one.endToEndId, kernel.random() < 0.5 ? "rejected" : "settled");
      }
    },
    dying(share) {
      dyingShare = share;
    },
    books: () =>
      bank.payments().map(({ endToEndId, amount, currency, received, verdict }) => {
        return { endToEndId, amount, currency, received, verdict, said: line.said(endToEndId) };
      }),
    undecided() {
      classify();
      return bank.payments().flatMap(({ endToEndId, verdict }) => {
        const open = verdict !== "settled" && verdict !== "rejected";
        return open && endless.get(endToEndId) === true ? [endToEndId] : [];
      });
    },
  };
}

/** Carries a container's request to the bank and its answer back, unless the container gives it up before. */
function fetched(
  from: Container,
  request: Request,
  chance: () => number,
  bank: Bank,
  { kernel, trace }: BankParts,
): Promise<Response> {
  const pause = (ms: number): Promise<void> => new Promise((resolve) => void kernel.after(ms, resolve));
  // The apps make their requests with the web objects of the simulation.
  const { signal } = request as unknown as SimulatedRequest;
  const deadlineAt = signal instanceof Deadline ? signal.at : kernel.now() + PATIENCE_MS;

  async function answer(): Promise<Response> {
    await pause(wayMs(chance()));
    trace.addNumber(Math.floor(kernel.now()));
    trace.add(from.id);
    trace.add(`${request.method} ${new URL(request.url).pathname}`);
    const reply = await bank.fetch(request);
    trace.add(`${reply.status}`);
    await pause(wayMs(chance()));
    return reply;
  }

  return new Promise((resolve, reject) => {
    from.after(Math.max(0, deadlineAt - kernel.now()), () => reject(new Error("The operation was aborted.")));
    void answer().then((reply) => from.deliver(() => resolve(reply)));
  });
}
