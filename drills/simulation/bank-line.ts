import type { CallBack } from "../../functions/bank-connector/app.ts";
import { defaultBehaviour } from "../../local/bank/behaviour.ts";
import type { BankKey } from "../../local/bank/signatures.ts";
import { createVoice } from "../../local/bank/voice.ts";
import type { BankPayment, BankVerdict } from "../checkers/payout-books.ts";
import type { SimulationParts } from "./parts.ts";
import { SimulatedResponse } from "./web-objects.ts";

/** Tells a cell what somebody says who is a bank, or pretends to be one: an HTTP status; undefined: nobody answers. */
export type TellCell = (message: CallBack) => Promise<number | undefined>;

/** The line by which a bank calls its cell, and whoever else does so in its name. */
export interface BankLine {
  /** Carries what the bank says of its own accord, and keeps that it has said so. */
  push(request: Request): Promise<Response>;
  /** Says something about a payment under a key, which may be nobody's. */
  forge(key: BankKey, endToEndId: string, verdict: "settled" | "rejected"): void;
  /** What the bank has said about a payment, and whether it was thanked for it. */
  said(endToEndId: string): BankPayment["said"];
}

/** As the bank calls the cell, whichever that is: the program's path of the one that is simulated first. */
export const CALLED_BACK = "http://127.0.0.1:1/rails/eu";

/** One way between a cell and its bank, milliseconds, by a chance from 0 to 1. */
export function wayMs(chance: number): number {
  return 10 + chance * 60;
}

const PATIENCE_MS = 10_000;

/** A line over which nothing was said yet. */
export function createBankLine({ kernel, log }: Pick<SimulationParts, "kernel" | "log">, tell: TellCell): BankLine {
  const said = new Map<string, { readonly verdict: BankVerdict; heard: boolean }[]>();
  const pause = (ms: number): Promise<void> => new Promise((resolve) => void kernel.after(ms, resolve));

  /** Carries a call back to the cell, which may not be there; the status of its answer. */
  async function carry(request: Request): Promise<number | undefined> {
    const body = await request.text();
    const message = { method: request.method, path: new URL(request.url).pathname, body };
    const header = (name: string): string | null => request.headers.get(name);
    await pause(wayMs(kernel.random()));
    const status = await Promise.race([tell({ ...message, header }), pause(PATIENCE_MS).then(() => undefined)]);
    await pause(wayMs(kernel.random()));
    return status;
  }

  return {
    async push(request) {
      const about = reportIn(await request.text());
      const before = said.get(about.endToEndId) ?? [];
      const now = { verdict: about.verdict, heard: false };
      said.set(about.endToEndId, [...before, now]);
      const status = await carry(request);
      now.heard = status === 204;
      const again = before.find(({ heard }) => heard);
      if (now.heard && again !== undefined) {
        log.observe(again.verdict === now.verdict ? "bankRepeats" : "bankContradicts");
      }
      return responseOf(status);
    },
    forge(key, endToEndId, verdict) {
      const mood = {
        behaviour: { ...defaultBehaviour, callBackUrl: CALLED_BACK },
        keys: [key],
        draw: () => false,
      } as const;
      const send = async (request: Request): Promise<Response> => {
        const status = await carry(request);
        if (status === 401 || status === 404) log.observe("bankForged");
        return responseOf(status);
      };
      void createVoice(kernel, send, () => mood).push(endToEndId, verdict);
    },
    said: (endToEndId) => said.get(endToEndId) ?? [],
  };
}

function responseOf(status = 504): Response {
  // The bank's voice looks at nothing but that there is an answer.
  return new SimulatedResponse("", { status }) as unknown as Response;
}

const VERDICTS: Readonly<Record<string, BankVerdict>> = {
  ACCP: "accepted",
  PDNG: "pending",
  ACSC: "settled",
  RJCT: "rejected",
};

/** What a report of the bank's own says. */
function reportIn(xml: string): { readonly endToEndId: string; readonly verdict: BankVerdict } {
  const [, endToEndId = "", status = ""] = /<OrgnlEndToEndId>(.*?)<.*?<TxSts>(.*?)</.exec(xml) ?? [];
  const verdict = VERDICTS[status];
  if (verdict === undefined) throw new Error(`A bank calls back ${status}.`);
  return { endToEndId, verdict };
}
