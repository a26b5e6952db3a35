import { describe, expect, it } from "vitest";
import { createCounts } from "../../../../local/core/counts.ts";

describe("counts", () => {
  it("add up by service, region, what was done, and whose it was", () => {
    const counts = createCounts();
    counts.add({ service: "lambda", region: "eu-west-1", what: "Invocation", of: "api", ms: 12 });
    counts.add({ service: "lambda", region: "eu-west-1", what: "Invocation", of: "api", ms: 3 });
    counts.add({ service: "lambda", region: "us-east-1", what: "Invocation", of: "api", ms: 5 });
    counts.add({ service: "logs", region: "eu-west-1", what: "Line", of: "api", times: 2, bytes: 80 });
    expect(counts.list()).toEqual([
      { service: "lambda", region: "eu-west-1", what: "Invocation", of: "api", times: 2, bytes: 0, ms: 15 },
      { service: "lambda", region: "us-east-1", what: "Invocation", of: "api", times: 1, bytes: 0, ms: 5 },
      { service: "logs", region: "eu-west-1", what: "Line", of: "api", times: 2, bytes: 80, ms: 0 },
    ]);
  });

  it("that were told stay as they were", () => {
    const counts = createCounts();
    counts.add({ service: "sqs", region: "eu-west-1", what: "SendMessage" });
    const before = counts.list();
    counts.add({ service: "sqs", region: "eu-west-1", what: "SendMessage" });
    expect(before.map(({ times }) => times)).toEqual([1]);
  });
});
