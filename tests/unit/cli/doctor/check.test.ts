import { expect, it } from "vitest";
import { fail, ok, report, warn } from "../../../../cli/doctor/check.ts";

it("checks are told in lines that align, with the remedy below", () => {
  const checks = [
    ok({ check: "node" }, "20.20.2"),
    warn({ check: "stack", where: "prod-eu" }, "not in the backend yet", "Create it."),
    fail({ check: "zone" }, "none", "Make one."),
  ];
  expect(report(checks)).toEqual([
    "ok    node            20.20.2",
    "warn  stack  prod-eu  not in the backend yet",
    "      -> Create it.",
    "fail  zone            none",
    "      -> Make one.",
    "",
    "3 checks, 1 failed, 1 warning.",
  ]);
});

it("and summed up when nothing is wrong", () => {
  expect(report([ok({ check: "node" }, "20.20.2")]).at(-1)).toBe("1 check, all hold.");
});
