import { describe, expect, it } from "vitest";
import { payHotAccount } from "../../../bench/hot-account/world.ts";

describe("paying a hot account", () => {
  it("counts what was accepted in its seconds, and finds it all in the balance once stripes are swept", async () => {
    const load = { stripes: 4, perSecond: 40, warmUpSeconds: 1, seconds: 2 };
    const { acceptedPerSecond, ...all } = await payHotAccount(load);
    expect(all).toEqual({ accepted: 120, refused: 0, posted: 120 });
    expect(acceptedPerSecond).toBeGreaterThan(36);
    expect(acceptedPerSecond).toBeLessThan(44);
  });

  it("is refused what its one balance cannot take", async () => {
    const load = { stripes: 0, perSecond: 1_200, warmUpSeconds: 0, seconds: 1 };
    const { accepted, refused, posted } = await payHotAccount(load);
    expect(refused).toBeGreaterThan(0);
    expect(accepted + refused).toBe(1_200);
    expect(posted).toBe(accepted);
  });
});
