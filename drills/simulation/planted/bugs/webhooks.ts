import type { PlantedBug } from "../bug.ts";

/** Mistakes in telling tenants what happened: queues that repeat, receivers that fail, endpoints that change. */
export const webhookBugs: readonly PlantedBug[] = [
  {
    name: "no-cells-taken-for-no-endpoints",
    story: "A new environment cannot read the lease, knows of no cell, finds no endpoint in any, and tells nobody.",
    file: "functions/stores/webhook-endpoints.ts",
    find: `): Endpoints {`,
    replace: `): Endpoints {
  const listed = cells;
  cells = () => listed().catch(() => []);`,
  },
  {
    name: "endpoints-of-one-home",
    story: "A tenant's endpoints are at home in several cells: those of the first one are told, no others.",
    file: "functions/stores/webhook-endpoints.ts",
    find: `        ...homes.map(async (home) => {`,
    replace: `        ...homes.slice(0, 1).map(async (home) => {`,
  },
  {
    name: "delivery-begun-again",
    story: "A message of what has to be told comes twice: the delivery that is there begins anew and is sent again.",
    file: "functions/stores/deliveries.ts",
    find: `const ConditionExpression = "attribute_not_exists(pk)";`,
    replace: `const ConditionExpression = "attribute_not_exists(never)";`,
  },
  {
    name: "ticket-good-for-ever",
    story: "A ticket comes twice: the second time is an attempt of its own, however soon after the first one failed.",
    file: "functions/webhooks/delivering.ts",
    find: `delivery?.state !== "waiting" || delivery.attempts.length !== ticket.attempts`,
    replace: `delivery?.state !== "waiting" || delivery.attempts.length < ticket.attempts`,
  },
  {
    name: "gone-kept-to-itself",
    story: "A receiver answers 410: that delivery ends, and the next event is sent to it all the same.",
    file: "functions/webhooks/delivering.ts",
    find: `if (outcome.outcome === "gone") await disable(endpoint);`,
    replace: `if (outcome.outcome === "gone" && delivery.attempts.length > 9) await disable(endpoint);`,
  },
  {
    name: "gone-for-good",
    story: "A tenant enables an endpoint that is gone: what was noted of its last round counts in the new one, too.",
    file: "functions/domain/webhook-endpoints.ts",
    find: `round: endpoint.round + (isNew ? 1n : 0n)`,
    replace: `round: endpoint.round + (isNew ? 0n : 0n)`,
  },
  {
    name: "old-secret-ends-at-once",
    story:
      "A secret is rotated and the old one is to sign for a while: what is sent next is signed by the new one alone.",
    file: "functions/domain/webhook-endpoints.ts",
    find: `...(secret && { before: { ...secret, until } })`,
    replace: `...(secret && until < 0n && { before: { ...secret, until } })`,
  },
  {
    name: "old-secret-never-ends",
    story: "A secret is rotated because it has leaked, and the old one is to end at once: it signs on.",
    file: "functions/domain/webhook-endpoints.ts",
    find: `before !== undefined && BigInt(now) < before.until ? [before] : []`,
    replace: `before !== undefined && BigInt(now) > 0n ? [before] : []`,
  },
  {
    name: "later-pauses-not-swept",
    story: "A receiver fails until the pauses are longer than a queue can wait: nobody looks at the delivery again.",
    file: "functions/webhooks/delivering.ts",
    find: `sweptAt(Number(after.nextAt), isQueued));`,
    replace: `isQueued ? sweptAt(Number(after.nextAt), true) : undefined);`,
  },
  {
    name: "type-not-asked-for",
    story: "A tenant wants to hear of one type of events at an endpoint: it is sent all of them.",
    file: "functions/domain/webhook-endpoints.ts",
    find: `endpoint.events.length === 0 || endpoint.events.includes(type);`,
    replace: `endpoint.events.length === 0 || type.length > 0;`,
  },
  {
    name: "given-up-after-the-first-pause",
    story: "A receiver is out of order for longer than the first pause: its delivery is given up then.",
    file: "functions/domain/webhook-schedule.ts",
    find: `const pause = RETRY_PAUSES_MS[counted];`,
    replace: `const pause = RETRY_PAUSES_MS.slice(0, 1)[counted];`,
  },
];
