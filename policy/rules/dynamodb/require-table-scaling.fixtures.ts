import { changed, UNKNOWN, MAIN, type Fixtures } from "../../core/fixtures.ts";
import { table } from "./compliant.ts";
import { requireTableScaling } from "./require-table-scaling.ts";

/** Tables on demand, with scaled and with fixed capacity. */
export const fixtures: Fixtures = {
  rule: requireTableScaling,
  compliant: {
    "on demand": { properties: table },
    "scaled, by name": {
      properties: changed(table, { billingMode: "PROVISIONED", readCapacity: 5, writeCapacity: 5 }),
      companions: [{ type: "aws:appautoscaling/target:Target", name: "t", properties: { resourceId: "table/orders" } }],
    },
    "scaled, by what the program connected": {
      properties: changed(table, { name: undefined, billingMode: undefined, readCapacity: 5, writeCapacity: 5 }),
      companions: [
        {
          type: "aws:appautoscaling/target:Target",
          name: "t",
          properties: { resourceId: UNKNOWN },
          madeFrom: { resourceId: [MAIN] },
        },
      ],
    },
  },
  violating: {
    fixed: {
      properties: changed(table, { billingMode: "PROVISIONED", readCapacity: 5, writeCapacity: 5 }),
      faults: ["The table has fixed capacity that nothing scales."],
    },
    "nothing said, which is fixed": {
      properties: changed(table, { billingMode: undefined, readCapacity: 5, writeCapacity: 5 }),
      faults: ["The table has fixed capacity that nothing scales."],
    },
    "another table is scaled": {
      properties: changed(table, { billingMode: "PROVISIONED", readCapacity: 5, writeCapacity: 5 }),
      companions: [{ type: "aws:appautoscaling/target:Target", name: "t", properties: { resourceId: "table/carts" } }],
      faults: ["The table has fixed capacity that nothing scales."],
    },
  },
  unknown: {
    mode: { properties: changed(table, { billingMode: UNKNOWN }), path: "billingMode" },
  },
};
