import { expect, it } from "vitest";
import { createAuthorityChanges } from "../../../../functions/stores/authority-changes.ts";
import { createAuthorityTable } from "../../../../functions/stores/authority.ts";
import { createSigns } from "../../../../functions/stores/signs.ts";
import { createApp } from "../../../../functions/watcher/app.ts";
import { EU, US } from "../domain/world.ts";
import { createVirtualWorld } from "../platform/virtual-world.ts";

it("reads the signs every two seconds while all is well: one reading serves all probes and a look", async () => {
  const world = await createVirtualWorld();
  const { kernel, clock } = world;
  const table = createAuthorityTable([world.replica("eu-west-1")], "authority", clock);
  for (const cell of [EU, US]) await table.addHome(cell);
  const signs = createSigns([world.replica("eu-west-1")], "authority", clock);
  // Keepers beat as they do, so that every cell is up.
  const beat = (): void => {
    for (const cell of [EU, US]) void signs.beat(cell);
    kernel.after(5_000, beat);
  };
  beat();

  const readings: number[] = [];
  const replica = world.replica("eu-west-1", (action) => {
    if (action === "BatchGetItem") readings.push(kernel.now());
  });
  const probes: string[] = [];
  const stores = {
    authority: createAuthorityChanges([world.replica("eu-west-1")], "authority", clock, kernel.random),
    signs: createSigns([replica], "authority", clock),
    router: { etag: async () => "1", keys: async () => new Map<string, string>(), update: async () => true },
    probe: async (origin: string) => {
      probes.push(origin);
      await clock.sleep(origin === EU ? 40 : 90);
      return true;
    },
    log: () => {},
  };
  const cells = [EU, US].map((name) => ({ name, origin: name, standIns: [name === EU ? US : EU] }));
  const settings = { region: "eu-west-1", authorityTable: "authority", authorityRegions: ["eu-west-1"], cells };
  const env = { ...settings, originSecret: "s", keyValueStoreArn: "arn", awsEndpoint: undefined };
  void createApp(env, stores, clock).run(70_000);
  await world.advance(10_000);

  readings.length = 0;
  probes.length = 0;
  await world.advance(60_000 - 100);
  const gaps = readings.slice(1).map((at, index) => at - (readings[index] ?? 0));
  expect(Math.max(...gaps)).toBeLessThanOrEqual(2_050);
  // Every five seconds one for the probes, and two looks in between.
  expect(readings.length).toBeLessThanOrEqual(38);
  expect(probes.filter((origin) => origin === EU).length).toBe(12);
  expect(probes.filter((origin) => origin === US).length).toBe(12);
});
