import { describe, expect, it } from "vitest";
import { createXRay } from "../../../../../local/aws/xray/index.ts";
import { createVirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { callOf } from "../account.ts";

const trace = (digit: string) => `1-5759e988-${digit.repeat(24)}`;

function world() {
  const xray = createXRay({ kernel: createVirtualKernel(7) });
  const ask = async (action: string, input: Readonly<Record<string, unknown>>, region = "eu-west-1") =>
    xray.service.handle(callOf("xray", action, input, { region }));
  return { xray, ask };
}

function segment(more: Readonly<Record<string, unknown>> = {}): string {
  const own = { id: "53995c3f42cd8ad8", trace_id: trace("a"), name: "relay", start_time: 100, end_time: 101.5 };
  return JSON.stringify({ ...own, ...more });
}

describe("X-Ray keeps", () => {
  it("segments by trace and region, and gives them back as they came", async () => {
    const { ask } = world();
    const [one, other] = [segment(), segment({ id: "53995c3f42cd8ad9", end_time: 103 })];
    expect(await ask("PutTraceSegments", { TraceSegmentDocuments: [one, other] })).toEqual({
      UnprocessedTraceSegments: [],
    });
    const found = await ask("BatchGetTraces", { TraceIds: [trace("a"), trace("b")] });
    const Segments = [
      { Id: "53995c3f42cd8ad8", Document: one },
      { Id: "53995c3f42cd8ad9", Document: other },
    ];
    expect(found).toEqual({
      Traces: [{ Id: trace("a"), Duration: 3, LimitExceeded: false, Segments }],
      UnprocessedTraceIds: [],
    });
    expect(await ask("BatchGetTraces", { TraceIds: [trace("a")] }, "us-east-1")).toMatchObject({ Traces: [] });
  });

  it.each([
    ["no JSON", "{", "ParseError"],
    ["no id", segment({ id: "x" }), "MissingId"],
    ["a malformed trace", segment({ trace_id: "1-2-3" }), "InvalidSegment"],
    ["no name", segment({ name: "" }), "InvalidSegment"],
    ["no end", segment({ end_time: undefined }), "InvalidSegment"],
    ["too much", segment({ annotations: { text: "x".repeat(65_536) } }), "SegmentTooLarge"],
  ])("nothing that is none: %s", async (_, document, code) => {
    const { ask } = world();
    const { UnprocessedTraceSegments } = await ask("PutTraceSegments", { TraceSegmentDocuments: [document] });
    expect(UnprocessedTraceSegments).toMatchObject([{ ErrorCode: code }]);
    expect(await ask("BatchGetTraces", { TraceIds: [trace("a")] })).toMatchObject({ Traces: [] });
  });

  it("so much of a region, and lets the oldest traces go first", async () => {
    const { xray, ask } = world();
    const filler = { text: "x".repeat(60_000) };
    for (let index = 0; index < 300; index += 1) {
      const id = `1-${(0x50000000 + index).toString(16)}-${"c".repeat(24)}`;
      xray.record("eu-west-1", segment({ trace_id: id, annotations: filler }));
    }
    const first = `1-50000000-${"c".repeat(24)}`;
    const last = `1-${(0x50000000 + 299).toString(16)}-${"c".repeat(24)}`;
    expect(await ask("BatchGetTraces", { TraceIds: [first, last] })).toMatchObject({ Traces: [{ Id: last }] });
  });
});

describe("X-Ray finds", () => {
  const cases = [
    ["an annotation", 'annotation.payment = "pay_1"', ["a"]],
    ["an annotation of a subsegment", 'annotation[cell] = "us"', ["b"]],
    ["a service", 'service("inbox")', ["b"]],
    ["a fault", "fault", ["b"]],
    ["two at once", 'service("inbox") AND annotation.payment = "pay_1"', []],
    ["everything", undefined, ["a", "b"]],
  ] as const;
  it.each(cases)("traces by %s", async (_, FilterExpression, wanted) => {
    const { xray, ask } = world();
    xray.record("eu-west-1", segment({ annotations: { payment: "pay_1" } }));
    const inner = [{ id: "53995c3f42cd8ad7", name: "DynamoDB", start_time: 1, annotations: { cell: "us" } }];
    xray.record("eu-west-1", segment({ trace_id: trace("b"), name: "inbox", fault: true, subsegments: inner }));
    const found = await ask("GetTraceSummaries", {
      StartTime: 50,
      EndTime: 150,
      ...(FilterExpression && { FilterExpression }),
    });
    expect(found["TraceSummaries"]).toMatchObject(wanted.map((digit) => ({ Id: trace(digit) })));
    expect(found["TracesProcessedCount"]).toBe(2);
    expect(await ask("GetTraceSummaries", { StartTime: 200, EndTime: 250 })).toMatchObject({ TraceSummaries: [] });
  });

  it.each([
    ["another filter", "GetTraceSummaries", { StartTime: 1, EndTime: 2, FilterExpression: "responsetime > 5" }],
    ["another kind of range", "GetTraceSummaries", { StartTime: 1, EndTime: 2, TimeRangeType: "Event" }],
    ["another operation", "GetServiceGraph", {}],
  ])("nothing for what is not modelled, which it names: %s", async (_, action, input) => {
    const { ask } = world();
    await expect(ask(action, input)).rejects.toMatchObject({ code: "NotImplemented" });
  });
});
