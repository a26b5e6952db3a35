import * as fc from "fast-check";
import { stageOf, type CellEntry, type Stage } from "../../../../infra/plan/registry.ts";

const regions = ["eu-west-1", "us-east-1", "ap-southeast-2", "sa-east-1", "ap-northeast-1", "ca-central-1"];

const words = (most: number) =>
  fc.stringMatching(new RegExp(`^[a-z][a-z0-9]{0,${most - 1}}$`)).filter((word) => word !== "global");

/** A cell that may stand in a registry; names, networks and regions are made unlike one another by `anyStage`. */
const anyCell = fc.record({
  name: words(8),
  network: fc.integer({ min: 0, max: 255 }),
  residency: fc.constantFrom("EU", "US", "APAC"),
  near: fc.array(fc.constantFrom("Europe/", "America/", "Asia/", "Pacific/")),
});

/** A stage of one to six cells, as a checked configuration gives it. */
export const anyStage: fc.Arbitrary<Stage> = fc
  .record({
    stage: words(10),
    account: fc.stringMatching(/^\d{12}$/),
    cells: fc.uniqueArray(anyCell, {
      minLength: 1,
      maxLength: regions.length,
      comparator: (one, other) => one.name === other.name || one.network === other.network,
    }),
  })
  .map(({ stage, account, cells }) => {
    const entries = cells.map((cell, index): CellEntry => {
      return { ...cell, region: regions[index] ?? "eu-west-1", standIns: [], stages: [stage] };
    });
    const authority = { replicas: ["eu-west-1", "eu-central-1"], witness: "eu-west-3" } as const;
    const bank = {
      url: "https://rail.bank.example/v1",
      name: "Cells",
      iban: "DE89370400440532013000",
      bic: "COBADEFF",
    };
    return stageOf({ account, domain: "pay.example.com", zoneId: "Z1", authority, bank, cells: entries }, stage);
  });
