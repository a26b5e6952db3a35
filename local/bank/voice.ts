import type { Kernel } from "../core/kernel.ts";
import type { Behaviour, Mishaps, Verdict } from "./behaviour.ts";
import { writeReport } from "./messages.ts";
import { signed, type BankKey, type Lines } from "./signatures.ts";

/** What the bank is at this moment. */
export interface Mood {
  readonly behaviour: Behaviour;
  /** The first one signs. */
  readonly keys: readonly [BankKey, ...BankKey[]];
  /** Whether a mishap happens now. */
  draw(mishap: keyof Mishaps): boolean;
}

/** Everything that a bank says, signed. */
export interface Voice {
  /** An answer to a request, after as long as the bank takes. */
  answer(request: Request, status: number, body: string): Promise<Response>;
  /** A report of a payment as an answer, or what a mishap makes of it. */
  answerAbout(request: Request, endToEndId: string, verdict: Verdict): Promise<Response>;
  /** Nothing, for as long as anybody waits. */
  silence(): Promise<Response>;
  /** Calls back, where that is asked for. */
  push(endToEndId: string, verdict: Verdict): Promise<void>;
}

/** Nobody waits longer for a bank that is silent. */
const SILENCE_MS = 120_000;

/** Makes a voice; the mood is looked at anew for everything that it says. */
export function createVoice(kernel: Kernel, fetch: (request: Request) => Promise<Response>, mood: () => Mood): Voice {
  let reports = 0;
  const after = (ms: number) => new Promise<void>((resolve) => void kernel.after(ms, resolve));

  function report(endToEndId: string, verdict: Verdict | "unheard_of"): string {
    reports += 1;
    const { reason } = mood().behaviour;
    return writeReport({ id: `status-${reports}`, endToEndId, verdict, reason, at: kernel.now() });
  }

  async function answer(request: Request, status: number, body: string, spoilt = false): Promise<Response> {
    await after(mood().behaviour.slowMs);
    const asked = /^rail=(:.*:)$/.exec(request.headers.get("signature") ?? "")?.[1] ?? "";
    const lines: Lines = [
      ['"@status"', `${status}`],
      ['"signature";req;key="rail"', asked],
    ];
    const fields = signed(lines, spoilt ? `${body} ` : body, mood().keys[0], kernel.now());
    return new Response(body, { status, headers: { ...fields, "content-type": "application/xml" } });
  }

  return {
    answer: (request, status, body) => answer(request, status, body),
    async answerAbout(request, endToEndId, verdict) {
      const { draw } = mood();
      if (draw("invalidXml")) return answer(request, 200, "<Document><oops");
      if (draw("unknownStatus")) return answer(request, 200, report(endToEndId, "unheard_of"));
      if (draw("otherPayment")) return answer(request, 200, report("f".repeat(32), otherwise(verdict)));
      return answer(request, 200, report(endToEndId, verdict), draw("badSignature"));
    },
    async silence() {
      await after(SILENCE_MS);
      return new Response("", { status: 504 });
    },
    async push(endToEndId, verdict) {
      const { behaviour, keys } = mood();
      if (behaviour.callBackUrl === null) return;
      const body = report(endToEndId, verdict);
      const lines: Lines = [
        ['"@method"', "POST"],
        ['"@path"', new URL(behaviour.callBackUrl).pathname],
      ];
      const headers = { ...signed(lines, body, keys[0], kernel.now()), "content-type": "application/xml" };
      // Whoever does not listen has to ask.
      await fetch(new Request(behaviour.callBackUrl, { method: "POST", headers, body })).catch(() => undefined);
    },
  };
}

/** How another payment stands than this one. */
function otherwise(verdict: Verdict): Verdict {
  return verdict === "settled" ? "rejected" : "settled";
}
