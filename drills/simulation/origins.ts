import type { VirtualKernel } from "../../local/drivers/virtual-clock.ts";
import type { FaultLog } from "../../local/faults/catalogue.ts";
import { Deadline, type Container } from "./containers.ts";
import type { Cell } from "./cells.ts";
import { throughGateway } from "./gateway.ts";
import { CANARY_CLIENT, issuerOf } from "./issuers.ts";
import { SimulatedResponse, type SimulatedRequest } from "./web-objects.ts";
import type { Weather } from "./weather.ts";

/** The host name of a cell's origin. */
export function originHost(cell: string): string {
  return `${cell}.origin.simulated`;
}

/** What the network that functions with a way out see is made of. */
export interface OriginsOptions {
  readonly kernel: VirtualKernel;
  readonly weather: Weather;
  readonly cells: readonly Cell[];
  readonly log: FaultLog;
}

/** `fetch` of a container: it reaches the origins of all cells, and the token endpoints of their pools. */
export function createFetch(
  { kernel, weather, cells, log }: OriginsOptions,
  from: Container,
): (request: Request) => Promise<Response> {
  let count = 0;
  const cellOf = (host: string): Cell | undefined =>
    cells.find(({ name }) => host === originHost(name) || host.startsWith(`pool-${name}.`));

  async function answer(
    request: SimulatedRequest,
    { hostname, pathname }: URL,
    cell: Cell,
  ): Promise<SimulatedResponse> {
    if (hostname !== originHost(cell.name)) {
      const scope = new URLSearchParams(await request.text()).get("scope") ?? "";
      const token = { access_token: issuerOf(cell.region).token(CANARY_CLIENT, scope), expires_in: 3_600 };
      return new SimulatedResponse(JSON.stringify(token));
    }
    count += 1;
    const flap = pathname === "/healthz" ? weather.active("healthFlap", cell.name) : undefined;
    if (flap !== undefined && from.luckOf("healthFlap")() < (flap.strength ?? 0)) {
      log.observe("healthFlap");
      return new SimulatedResponse("{}", { status: 503 });
    }
    const asked = {
      method: request.method === "POST" ? "POST" : "GET",
      path: pathname,
      headers: Object.fromEntries(request.headers),
      body: request.method === "POST" ? await request.text() : undefined,
    } as const;
    const reply = await throughGateway(cell.functions.api, asked, `${from.id}-${count}`);
    return new SimulatedResponse(JSON.stringify(reply.body ?? {}), { status: reply.status, headers: reply.headers });
  }

  return (request) => {
    // The apps make their requests with the web objects of the simulation.
    const asked = request as unknown as SimulatedRequest;
    const url = new URL(asked.url);
    const cell = cellOf(url.hostname);
    const deadlineAt = asked.signal instanceof Deadline ? asked.signal.at : kernel.now() + 30_000;
    const fetched = new Promise<SimulatedResponse>((resolve, reject) => {
      from.after(Math.max(0, deadlineAt - kernel.now()), () => reject(new Error("The operation was aborted.")));
      if (cell === undefined) throw new Error(`Nothing answers at ${asked.url}.`);
      const wayMs = from.region === cell.region ? 2 : 40;
      kernel.after(wayMs * (1 + from.luckOf(url.href)()), () => {
        if (!weather.reaches(from.region, cell.region)) return;
        void answer(asked, url, cell).then((reply) => from.after(wayMs, () => resolve(reply)));
      });
    });
    // As above.
    return fetched as unknown as Promise<Response>;
  };
}
