import type { Breach, Claimed, Finding } from "./checker.ts";

/**
 * What a run noted of its network, in order: calls that functions sent, whether or not they arrived, the first open
 * fence row of each takeover, and the end of each isolated share.
 */
export type NetworkNote =
  | {
      readonly note: "sent";
      /** Who sent it: a function's environment. */
      readonly by: string;
      readonly cell: string;
      readonly action: string;
      /** Whether an invocation was in progress there. */
      readonly busy: boolean;
      /** Where it takes money from an account on the strength of a lease: whose home that is, under which epoch. */
      readonly debit?: { readonly home: string; readonly epoch: bigint };
    }
  | { readonly note: "fenceOpened"; readonly standIn: string; readonly home: string; readonly epoch: bigint }
  | {
      readonly note: "shareEnded";
      readonly account: string;
      /** When it was used last, and when the newest lease was sent that the home had by then; milliseconds. */
      readonly usedAt: bigint;
      readonly leaseSent: bigint;
    };

const nothingOldIsSent: Claimed = {
  name: "nothing-old-is-sent",
  claim: "Once a stand-in has opened its fence, nobody sends a debit of its home's accounts under an older epoch.",
  holds: "always",
  harm: "twoWriters",
};

const nothingAfterTheAnswer: Claimed = {
  name: "nothing-after-the-answer",
  claim: "A function sends nothing while it serves nobody: what it began is over when it answers.",
  holds: "always",
  harm: "other",
};

const sharesEndLate: Claimed = {
  name: "shares-end-by-a-later-lease",
  claim: "An isolated share ends only by a lease that was sent half a second after its last use, or later.",
  holds: "always",
  harm: "overdrawnBeyondTail",
};

/** Clocks of one region differ by no more. */
const CLOCK_BOUND_MS = 500n;

/** What no state can show: a write that is refused, or that counts as tail, has been sent all the same. */
export function checkSent(notes: Iterable<NetworkNote>): readonly Finding[] {
  const opened = new Map<string, bigint>();
  const old = new Map<string, Breach>();
  const late = new Map<string, Breach>();
  const early = new Map<string, Breach>();
  const put = (breaches: Map<string, Breach>, fault: string) => breaches.set(fault, { fault, items: [] });
  for (const noted of notes) {
    if (noted.note === "fenceOpened") {
      const { home, epoch } = noted;
      if (epoch > (opened.get(home) ?? 0n)) opened.set(home, epoch);
      continue;
    }
    if (noted.note === "shareEnded") {
      const { account, usedAt, leaseSent } = noted;
      if (leaseSent > usedAt + CLOCK_BOUND_MS) continue;
      put(early, `The share of ${account}, used at ${usedAt}, ended by a lease sent at ${leaseSent}.`);
      continue;
    }
    const { by, action, busy, debit } = noted;
    if (!busy) put(late, `${by} sent ${action} after it had answered.`);
    const newest = opened.get(debit?.home ?? "");
    if (debit === undefined || newest === undefined || debit.epoch >= newest) continue;
    put(old, `${by} sent a debit in ${debit.home} under epoch ${debit.epoch}, when epoch ${newest} had begun.`);
  }
  return [
    { checker: nothingOldIsSent, breaches: [...old.values()] },
    { checker: nothingAfterTheAnswer, breaches: [...late.values()] },
    { checker: sharesEndLate, breaches: [...early.values()] },
  ];
}
