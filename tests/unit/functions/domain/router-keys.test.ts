import { expect, it } from "vitest";
import type { CellName } from "../../../../functions/domain/ids.ts";
import { routerChanges } from "../../../../functions/domain/router-keys.ts";
import { EU, US } from "./world.ts";

const homes = (eu: CellName) => ({
  eu: { owner: eu, epoch: 2n, mode: "normal" as const },
  us: { owner: US, epoch: 1n, mode: "normal" as const },
});
const EVACUATED = { "serves/eu": "us", "down/eu": "1" };

type Keys = Readonly<Record<string, string>>;

it.each<[string, Keys, CellName, Keys, readonly string[]]>([
  ["every home at its own cell needs no keys", {}, EU, {}, []],
  ["an evacuated cell has two", {}, US, EVACUATED, []],
  ["that are left alone when they are there", EVACUATED, US, {}, []],
  ["and deleted when the home is back", EVACUATED, EU, {}, ["serves/eu", "down/eu"]],
  ["a wrong one is put right", { "serves/eu": "ap", "down/eu": "1" }, US, { "serves/eu": "us" }, []],
  ["one of a cell that is none is deleted", { "down/xx": "1" }, EU, {}, ["down/xx"]],
  ["what is not the authority's is not touched", { motd: "hello" }, US, EVACUATED, []],
])("%s", (_, stored, owner, puts, deletes) => {
  const changes = routerChanges(new Map(Object.entries(stored)), homes(owner));
  expect({ puts: Object.fromEntries(changes.puts), deletes: changes.deletes }).toEqual({ puts, deletes });
});
