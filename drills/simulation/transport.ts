import { Deadline, type Container } from "./containers.ts";
import type { Flight, Outcome, TransportOptions } from "./flights.ts";
import { createMeetings } from "./meetings.ts";
import { partitionsOf, tableOf, type Request } from "./request-names.ts";
import type { CallWeather } from "./weather.ts";

/** The network between containers and the services of the regions: latency, loss, deadlines, faults of calls. */
export interface Transport {
  /** Rejects as an SDK's HTTP handler does when there is no answer. */
  exchange(from: Container, request: Request, signal: unknown): Promise<Outcome>;
}

/** Milliseconds one way: within a region, and between regions. */
const NEAR_MS = { least: 1, more: 3 };
const FAR_MS = { least: 35, more: 15 };
/** How long an attempt without a deadline is waited for. */
const PATIENCE_MS = 30_000;
/** A network in fair weather, until the weather changes. */
export function createTransport(options: TransportOptions): Transport {
  const { kernel, weather, witness, journal } = options;
  const meet = createMeetings(options);

  return {
    exchange(from, request, signal) {
      witness.sends(from, request);
      const deadlineAt = signal instanceof Deadline ? signal.at : kernel.now() + PATIENCE_MS;
      const luck = from.luckOf(`${request.region} ${request.action} ${partitionsOf(request.input)[0] ?? ""}`);
      const table = tableOf(request.input);
      const met: CallWeather = journal?.sheds(request.action, table, luck)
        ? { meets: "throttled", slowness: 1 }
        : weather.onCall(from, request.region, table, luck);
      const way = from.region === request.region ? NEAR_MS : FAR_MS;
      const slowness = met.meets === "silence" ? 1 : met.meets === "slow" ? 5 + luck() * 400 : met.slowness;
      const thereMs = (way.least + luck() * way.more) * slowness;
      const keptBackMs = met.meets === "silence" ? 0 : (met.lateMs ?? 0);
      const backMs = (way.least + luck() * way.more) * slowness + keptBackMs;
      return new Promise<Outcome>((resolve, reject) => {
        const flight: Flight = { from, request, deadlineAt, thereMs, backMs, luck, resolve, reject };
        meet[met.meets](flight);
      });
    },
  };
}
