import type { CallFault } from "../../local/faults/call-faults.ts";
import { busyError, serverError } from "../../local/faults/call-faults.ts";
import { createStations, type Flight, type TransportOptions } from "./flights.ts";
import { isWrite } from "./request-names.ts";

/** What becomes of a call, by what it meets. */
export type Meetings = Readonly<Record<CallFault | "silence" | "nothing", (flight: Flight) => void>>;

/** How late after its deadline a write may still arrive: the guard of a takeover is longer. */
const LATE_MS = 1_500;
/** The shortest freeze, and how many times longer the longest one is. */
const FREEZE_MS = { least: 500, times: 120 };

/** All that a call can meet in a network. */
export function createMeetings(options: TransportOptions): Meetings {
  const { kernel, log } = options;
  const { left, giveUp, answer, arriveAfter, refuse } = createStations(options);
  const nothing = (flight: Flight): void => arriveAfter(flight, flight.thereMs, (outcome) => answer(flight, outcome));
  const busy = (fault: "conflict" | "throttled", flight: Flight): void => {
    const error = busyError(fault, flight.request.action, flight.request.input);
    if (error === undefined) {
      nothing(flight);
      return;
    }
    log.observe(fault);
    kernel.after(flight.thereMs, () => refuse(flight, error));
  };
  return {
    nothing,
    silence: (flight) => void flight.from.after(left(flight), () => giveUp(flight)),
    conflict: (flight) => busy("conflict", flight),
    throttled: (flight) => busy("throttled", flight),
    failedBefore({ from, thereMs, reject }) {
      log.observe("failedBefore");
      from.after(thereMs, () => reject(connectionReset()));
    },
    lateWrite(flight) {
      if (!isWrite(flight.request.action)) {
        nothing(flight);
        return;
      }
      log.observe("lateWrite");
      arriveAfter(flight, left(flight) + flight.luck() * LATE_MS, () => undefined);
      flight.from.after(left(flight), () => giveUp(flight));
    },
    serverError(flight) {
      log.observe("serverError");
      // A service that broke may have done what it was asked for.
      if (flight.luck() < 0.5) arriveAfter(flight, flight.thereMs, () => refuse(flight, serverError()));
      else kernel.after(flight.thereMs, () => refuse(flight, serverError()));
    },
    killed(flight) {
      log.observe("killed");
      if (flight.luck() < 0.5) arriveAfter(flight, flight.thereMs, () => flight.from.kill());
      else kernel.after(flight.thereMs, () => flight.from.kill());
    },
    frozen(flight) {
      log.observe("frozen");
      arriveAfter(flight, flight.thereMs, (outcome) => {
        flight.from.freeze(FREEZE_MS.least * FREEZE_MS.times ** flight.luck());
        answer(flight, outcome);
      });
    },
    lostReply(flight) {
      const { from, thereMs, backMs, luck, reject } = flight;
      log.observe("lostReply");
      arriveAfter(flight, thereMs, () => undefined);
      const reset = luck() < 0.5;
      from.after(Math.min(left(flight), thereMs + backMs), () => (reset ? reject(connectionReset()) : giveUp(flight)));
    },
    slow(flight) {
      log.observe("slow");
      nothing(flight);
    },
  };
}

function connectionReset(): Error {
  return Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
}
