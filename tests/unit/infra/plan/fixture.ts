import { stageOf, type CellEntry, type Registry } from "../../../../infra/plan/registry.ts";

/** The two cells that the examples speak of. */
export const eu: CellEntry = {
  name: "eu",
  region: "eu-west-1",
  residency: "EU",
  network: 0,
  standIns: ["us"],
  near: ["Europe/", "Asia/"],
  stages: ["prod", "staging"],
};
export const us: CellEntry = {
  name: "us",
  region: "us-east-1",
  residency: "US",
  network: 1,
  standIns: ["eu"],
  near: ["America/", "Asia/Tokyo"],
  stages: ["prod"],
};

/** A registry of these two. */
const registry: Registry = {
  account: "111122223333",
  domain: "pay.example.com",
  zoneId: "Z1",
  authority: { replicas: ["eu-west-1", "eu-central-1"], witness: "eu-west-3" },
  bank: { url: "https://rail.bank.example/v1", name: "Cells", iban: "DE89370400440532013000", bic: "COBADEFF" },
  cells: [eu, us],
};

export const prod = stageOf(registry, "prod");
export const staging = stageOf(registry, "staging");
