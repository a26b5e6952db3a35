import { describe, expect, it } from "vitest";
import { stepsOf, withoutPlumbing, type TraceStep } from "../../../../cli/trace/steps.ts";

const document = (id: string, parent: string | undefined, start: number, more: object = {}) => ({
  region: "eu-west-1",
  document: JSON.stringify({ id, parent_id: parent, name: id, start_time: start, end_time: start + 1, ...more }),
});

/** "a(b c(d))" */
function outline(steps: readonly TraceStep[]): string {
  return steps.map(({ name, steps: inner }) => (inner.length === 0 ? name : `${name}(${outline(inner)})`)).join(" ");
}

describe("the steps of a trace", () => {
  it("hang below what caused them, earliest first, whatever the order in which they came", () => {
    const documents = [
      document("late", "root", 9),
      document("root", undefined, 1),
      document("early", "root", 2),
      document("inner", "late", 10),
    ];
    expect(outline(stepsOf(documents))).toBe("root(early late(inner))");
  });

  it("stand alone where what is above them has not arrived", () => {
    expect(outline(stepsOf([document("one", "gone", 1), document("two", "one", 2)]))).toBe("one(two)");
  });

  it("of other documents hang below subsegments too", () => {
    const stage = document("stage", undefined, 1, {
      subsegments: [{ id: "call", name: "call", start_time: 1, end_time: 3 }],
    });
    expect(outline(stepsOf([stage, document("function", "call", 2)]))).toBe("stage(call(function))");
  });

  it("say what was asked, and whether it failed", () => {
    const [step] = stepsOf([
      document("one", undefined, 1, { fault: true, aws: { operation: "PutItem" }, annotations: { payment: "pay_1" } }),
    ]);
    expect(step).toMatchObject({
      failed: true,
      about: { operation: "PutItem", payment: "pay_1" },
      region: "eu-west-1",
    });
    expect(step).toMatchObject({ startedAt: 1_000, endedAt: 2_000 });
  });

  it("are told without what only calls the next, unless that failed", () => {
    const service = (more: object = {}) => document("service", "stage", 1, { origin: "AWS::Lambda", ...more });
    const rest = [document("stage", undefined, 1), document("own", "service", 1, { origin: "AWS::Lambda::Function" })];
    expect(outline(withoutPlumbing(stepsOf([...rest, service()])))).toBe("stage(own)");
    expect(outline(withoutPlumbing(stepsOf([...rest, service({ fault: true })])))).toBe("stage(service(own))");
  });
});
