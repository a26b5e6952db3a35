import { expect, it } from "vitest";
import { routesWithoutToken } from "../../../../cli/policy/token-proof.ts";

it("every route but the open ones turns a request without a good token away", async () => {
  expect(await routesWithoutToken()).toEqual([]);
});
