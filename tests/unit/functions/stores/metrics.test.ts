import { describe, expect, it } from "vitest";
import { createMetrics } from "../../../../functions/stores/metrics.ts";
import { embeddedMetrics } from "../../../../local/aws/cloudwatch/embedded.ts";

function world() {
  const lines: string[] = [];
  const metrics = createMetrics("prod-eu-credit-inbox", { now: () => 1_000 }, (line) => void lines.push(line));
  return { metrics, lines };
}

describe("metrics of a function", () => {
  it("are a log line that CloudWatch reads them from", () => {
    const { metrics, lines } = world();
    metrics.measure({ EntriesAnswered: 3, CrossingTime: 40 }, { payment: "pay_eu_1" });
    const common = { namespace: "PaymentCells", dimensions: { Function: "prod-eu-credit-inbox" }, at: 1_000 };
    expect(lines.flatMap(embeddedMetrics)).toEqual([
      { ...common, name: "EntriesAnswered", unit: "Count", value: 3 },
      { ...common, name: "CrossingTime", unit: "Milliseconds", value: 40 },
    ]);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ payment: "pay_eu_1" });
  });

  it("that are of nothing are no line", () => {
    const { metrics, lines } = world();
    metrics.measure({});
    expect(lines).toEqual([]);
  });
});
