import { beforeEach, describe, expect, it } from "vitest";
import { createStreamBell, type StreamBell } from "../../../../local/aws/stream-bell.ts";
import { createVirtualKernel, type VirtualKernel } from "../../../../local/drivers/virtual-clock.ts";

let kernel: VirtualKernel;
let bell: StreamBell;
let heard: (readonly string[] | "any")[];

beforeEach(() => {
  kernel = createVirtualKernel(1);
  bell = createStreamBell(kernel);
  heard = [];
});

const hear = () => bell.listen("s", (shards) => void heard.push(shards === undefined ? "any" : [...shards]));

describe("a stream's bell", () => {
  it("rings once for all shards that got records meanwhile", async () => {
    hear();
    bell.ring("s", new Set(["a"]));
    bell.ring("s", new Set(["b", "a"]));
    bell.ring("t", new Set(["c"]));
    expect(heard).toEqual([]);
    await kernel.settle();
    expect(heard).toEqual([["a", "b"]]);
    bell.ring("s", new Set(["c"]));
    await kernel.settle();
    expect(heard).toEqual([["a", "b"], ["c"]]);
  });

  it.each([
    ["first", [undefined, new Set(["a"])]],
    ["last", [new Set(["a"]), undefined]],
  ])("means any shard where one ring does, the %s", async (_, rings) => {
    hear();
    for (const shards of rings) bell.ring("s", shards);
    await kernel.settle();
    expect(heard).toEqual(["any"]);
  });

  it("is not heard by those who went away", async () => {
    const leave = hear();
    bell.ring("s");
    leave();
    await kernel.settle();
    expect(heard).toEqual([]);
  });
});
