import type { Caller, ServiceModel } from "../../local/core/call.ts";
import { AwsError } from "../../local/core/errors.ts";
import type { VirtualKernel } from "../../local/drivers/virtual-clock.ts";
import { busyError, serverError } from "../../local/faults/call-faults.ts";
import type { FaultLog } from "../../local/faults/catalogue.ts";
import type { ItemLimit } from "../../local/faults/item-limit.ts";
import type { Container } from "./containers.ts";
import type { Journal } from "./journal.ts";
import { itemsOf, partitionsOf, type Request } from "./request-names.ts";
import type { Trace } from "./trace.ts";
import type { Weather } from "./weather.ts";
import type { Witness } from "./witness.ts";

/** What a service answered. */
export type Outcome =
  | { readonly ok: true; readonly output: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly error: AwsError };

/** What a transport carries calls to, and what happens on the way. */
export interface TransportOptions {
  readonly kernel: VirtualKernel;
  readonly services: ReadonlyMap<string, ServiceModel>;
  readonly weather: Weather;
  readonly journal: Pick<Journal, "sheds"> | undefined;
  readonly trace: Trace;
  readonly log: FaultLog;
  readonly limit: ItemLimit | undefined;
  readonly witness: Pick<Witness, "sends" | "during">;
}

/** A call on its way: when it arrives, until when it is waited for, and whose answer it is. */
export interface Flight {
  readonly from: Container;
  readonly request: Request;
  readonly deadlineAt: number;
  readonly thereMs: number;
  readonly backMs: number;
  readonly luck: () => number;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (fault: Error) => void;
}

/** The stations of a flight, each as it is told in the trace. */
export interface Stations {
  /** Milliseconds until its sender gives it up. */
  left(flight: Flight): number;
  giveUp(flight: Flight): void;
  /** Reaches the service after `ms`, and goes on with what it answers; not in a region that is lost meanwhile. */
  arriveAfter(flight: Flight, ms: number, goOn: (outcome: Outcome) => void): void;
  /** Brings an answer back. */
  answer(flight: Flight, outcome: Outcome): void;
  /** Brings a refusal back that no service has spoken. */
  refuse(flight: Flight, error: AwsError): void;
}

const ACCOUNT = "111122223333";
const caller: Caller = { kind: "root", arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT };

/** The stations of all flights of a network. */
export function createStations(options: TransportOptions): Stations {
  const { kernel, weather } = options;
  const perform = performer(options);
  const note = noter(options);
  const left = ({ deadlineAt }: Flight): number => Math.max(0, deadlineAt - kernel.now());
  const giveUp = ({ from, request, reject }: Flight): void => {
    note(from, request, "gave up");
    reject(Object.assign(new Error("Request aborted"), { name: "AbortError" }));
  };
  const answer = (flight: Flight, outcome: Outcome): void => {
    const { from, backMs, deadlineAt, resolve } = flight;
    const arrival = (): void => (kernel.now() < deadlineAt ? resolve(outcome) : giveUp(flight));
    // Whoever was frozen meanwhile has given up when it thaws.
    from.after(Math.min(backMs, left(flight)), arrival);
  };
  return {
    left,
    giveUp,
    answer,
    arriveAfter(flight, ms, goOn) {
      const { from, request } = flight;
      kernel.after(ms, () => {
        if (weather.isLost(request.region)) {
          from.after(left(flight), () => giveUp(flight));
          return;
        }
        const outcome = perform(from, request);
        note(from, request, outcome.ok ? "done" : outcome.error.code);
        goOn(outcome);
      });
    },
    refuse(flight, error) {
      note(flight.from, flight.request, error.code);
      answer(flight, { ok: false, error });
    },
  };
}

type Perform = (from: Container, request: Request) => Outcome;
type Note = (from: Container, request: Request, result: string) => void;

/** What the models answer, the limits of items included. */
function performer({ services, limit, log, witness }: TransportOptions): Perform {
  // Units are taken item by item: what was taken before a refusal is spent. A transaction writes each item twice.
  const takesMore = ({ action, input }: Request): boolean =>
    limit === undefined || action !== "TransactWriteItems" || itemsOf(input).every((item) => limit.take(item, 2));
  return (from, request) => {
    const { service: name, action, region, input } = request;
    const service = services.get(name);
    if (service === undefined) throw new Error(`Nothing models ${name}.`);
    if (!takesMore(request)) {
      log.observe("throttled");
      return { ok: false, error: busyError("throttled", action, input) ?? serverError() };
    }
    try {
      const call = { service: name, action, region, input, caller, requestId: "simulated" };
      const output = witness.during(from, () => service.handle(call));
      if (output instanceof Promise) throw new Error(`${name} does not answer at once.`);
      return { ok: true, output };
    } catch (fault) {
      if (fault instanceof AwsError) return { ok: false, error: fault };
      throw fault;
    }
  };
}

function noter({ kernel, trace }: TransportOptions): Note {
  return (from, { action, input }, result) => {
    trace.addNumber(Math.floor(kernel.now()));
    trace.add(from.id);
    trace.add(action);
    for (const partition of partitionsOf(input)) trace.add(partition);
    trace.add(result);
  };
}
