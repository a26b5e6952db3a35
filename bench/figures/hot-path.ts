import { counted, type Bench, type Figure } from "../figure.ts";
import { createHotPath, type Spent } from "../hot-path/world.ts";

/** Item sizes up to this cost one write unit each. Bytes. */
const ONE_UNIT = 1_024;

/** What a payment costs in DynamoDB, counted by the local cloud's own meter on the tables that the program declares. */
export const hotPath: Bench = {
  name: "hot-path",
  about: "DynamoDB requests and write units of a payment and of its replay, and the size of the biggest item",
  async run() {
    const world = await createHotPath();
    // The first payment finds no lease, no issuer and no secret in memory; the others do.
    await world.pay("warm-up", world.neighbour);
    const payment = await world.spentBy(() => world.pay("first", world.neighbour));
    const replay = await world.spentBy(() => world.pay("first", world.neighbour, { replayed: true }));
    const crossing = await world.spentBy(() => world.pay("crossing", world.abroad));
    const half = await world.spentBy(() => world.creditAbroad());
    await world.pay("everything", world.neighbour, { reference: "R".repeat(140), amount: Number.MAX_SAFE_INTEGER });
    await world.pay("held", world.neighbour, { capture: "manual" });
    return [
      exactly("payment, requests", payment.requests, 1, payment),
      exactly("payment, write units", payment.writeUnits, 6, payment),
      exactly("replay, requests", replay.requests, 1, replay),
      exactly("replay, items written", replay.itemsWritten, 0, replay),
      informed("crossing payment, write units of the payer's cell", crossing),
      informed("crossing payment, write units of the payee's cell", half),
      { figure: "biggest item", unit: "bytes", bound: { max: ONE_UNIT }, ...counted(await world.biggestItem()) },
    ];
  },
};

function exactly(figure: string, value: number, wanted: number, spent: Spent): Figure {
  const unit = figure.slice(figure.indexOf(", ") + 2);
  return { figure, unit, bound: { exactly: wanted }, ...counted(value), details: { ...spent } };
}

function informed(figure: string, spent: Spent): Figure {
  return { figure, unit: "write units", ...counted(spent.writeUnits), details: { ...spent } };
}
