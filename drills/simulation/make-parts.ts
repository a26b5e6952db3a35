import { seededRandom } from "../../local/drivers/virtual-clock.ts";
import { createItemLimit } from "../../local/faults/item-limit.ts";
import type { FaultPlan } from "../../local/faults/plan.ts";
import type { S3 } from "../../local/aws/s3/index.ts";
import type { Cell } from "./cells.ts";
import { createContainer } from "./containers.ts";
import type { Edge } from "./edge.ts";
import { createFetch } from "./origins.ts";
import type { SimulationParts } from "./parts.ts";
import { createPayoutClients } from "./payout-clients.ts";
import { routerStoreService } from "./router-store.ts";
import { createClients, directClient, type Seam } from "./seams.ts";
import { createTransport } from "./transport.ts";
import { readingClient } from "./uploads.ts";

/** What decides how containers and their calls fare. */
interface PartsOptions {
  readonly seed: number;
  readonly seam: Seam;
  readonly faults: FaultPlan;
}

/** Completes what a run stands on: how containers start, and how their calls and requests travel. */
export function createParts(
  { seed, seam, faults }: PartsOptions,
  made: Omit<SimulationParts, "startContainer" | "clients" | "payoutClients" | "objects" | "files" | "fetch"> & {
    readonly cells: readonly Cell[];
    readonly edge: Edge;
    readonly s3: S3;
  },
): SimulationParts {
  const { kernel, dynamoDb, queues, weather, journal, trace, log, witness } = made;
  const routerStore = routerStoreService(made.edge.store);
  const core = [dynamoDb.service, queues.service, routerStore, made.keyManagement.service];
  const { rails, archives } = made;
  const more = [...(rails?.services ?? []), archives?.buckets.service ?? made.s3.service];
  const services = new Map([...core, ...more].map((service) => [service.name, service]));
  const limit = faults.unitsPerSecond === undefined ? undefined : createItemLimit(faults.unitsPerSecond, kernel.now);
  const transport = createTransport({ kernel, services, weather, journal, trace, log, limit, witness });
  const chance = seededRandom(seed ^ 0x5eed);
  const skews = new Map<string, number>();
  let count = 0;
  return {
    ...made,
    startContainer(cell, region, role) {
      count += 1;
      const between = skews.get(region) ?? (chance() - 0.5) * faults.skewBetweenMs;
      skews.set(region, between);
      if (faults.skewBetweenMs + faults.skewWithinMs > 0) log.observe("clockSkew");
      const skewMs = between + chance() * faults.skewWithinMs;
      const random = seededRandom(chance() * 2 ** 32);
      return createContainer({
        id: `${cell}-${role}-${count}`,
        cell,
        region,
        kernel,
        skewMs,
        random,
        steady: role.endsWith("operator"),
      });
    },
    clients: (container) => createClients(seam, transport, container),
    payoutClients: (container) => createPayoutClients(seam, transport, container),
    objects(container) {
      if (archives === undefined) throw new Error("There are no archives.");
      // Straight to its model in both seams: there are few of its calls, and what it carries is bytes in both.
      return archives.buckets.client(container, directClient(transport, container, "s3", container.region));
    },
    files: (container) => readingClient(directClient(transport, container, "s3", container.region)),
    fetch: (container) => createFetch({ kernel, weather, cells: made.cells, log }, container),
  };
}
