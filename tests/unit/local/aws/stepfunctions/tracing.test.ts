import { describe, expect, it } from "vitest";
import { createWorld, invoke, jsonata } from "./harness.ts";

const ROOT = "1-5759e988-bd862e3fe1be46a994272793";
const HEADER = `Root=${ROOT};Parent=53995c3f42cd8ad8;Sampled=1`;
const TRACED = { tracingConfiguration: { enabled: true } };

interface Document {
  readonly id: string;
  readonly name: string;
  readonly parent_id?: string;
  readonly trace_id: string;
  readonly in_progress?: boolean;
  readonly fault?: boolean;
}

/** Runs a machine of a pass and a call, and tells what it recorded: of documents of one id the last. */
async function run(more: object, started: { readonly header?: string; readonly body?: string }, fails = false) {
  const kept = new Map<string, Document>();
  const record = (_: string, text: string) => {
    // What Step Functions records is a document of these fields.
    const document = JSON.parse(text) as Document;
    kept.set(document.id, document);
  };
  const answer = () => {
    if (fails) return { StatusCode: 200, FunctionError: "Unhandled", Payload: '{"errorType":"Broken"}' };
    return { StatusCode: 200, Payload: "{}" };
  };
  const { api, machine, kernel, calls } = createWorld(answer, { traces: { record } });
  const definition = jsonata({ First: { Type: "Pass", Next: "Call" }, Call: invoke });
  const stateMachineArn = await machine(definition, { ...more });
  const { header, body } = started;
  const input = { stateMachineArn, ...(body !== undefined && { traceHeader: body }) };
  const { executionArn } = await api("StartExecution", input, header === undefined ? {} : { traceHeader: header });
  await kernel.advance(1_000);
  const described = await api("DescribeExecution", { executionArn });
  return { documents: [...kept.values()], called: calls[0]?.traceHeader, described };
}

describe("an execution of a traced machine", () => {
  it("is a step of the trace that it was started in, its states below it, and their calls below those", async () => {
    const { documents, called, described } = await run(TRACED, { body: HEADER });
    const [own, ...others] = documents;
    expect(own).toMatchObject({ name: "m1", trace_id: ROOT, parent_id: "53995c3f42cd8ad8" });
    expect(own?.in_progress).toBeUndefined();
    const named = (name: string) => others.find((one) => one.name === name);
    expect(named("First")?.parent_id).toBe(own?.id);
    expect(named("Call")?.parent_id).toBe(own?.id);
    expect(named("Lambda")?.parent_id).toBe(named("Call")?.id);
    expect(called).toBe(`Root=${ROOT};Parent=${named("Lambda")?.id};Sampled=1`);
    expect(described).toMatchObject({ traceHeader: HEADER });
  });

  it("heeds the request's header before the parameter", async () => {
    const { documents } = await run(TRACED, { header: HEADER, body: HEADER.replaceAll("9", "8") });
    expect(new Set(documents.map(({ trace_id: trace }) => trace))).toEqual(new Set([ROOT]));
  });

  it("begins a trace where it was started in none", async () => {
    const { documents } = await run(TRACED, {});
    expect(new Set(documents.map(({ trace_id: trace }) => trace)).size).toBe(1);
    expect(documents[0]?.parent_id).toBeUndefined();
  });

  it("shows where it failed", async () => {
    const { documents } = await run(TRACED, { body: HEADER }, true);
    const faults = documents.filter(({ fault }) => fault === true).map(({ name }) => name);
    expect(faults.toSorted()).toEqual(["Call", "Lambda", "m1"]);
  });

  it.each([
    ["a trace that nobody records", TRACED, HEADER.replace("Sampled=1", "Sampled=0")],
    ["a machine that is not traced", {}, HEADER],
  ])("records nothing in %s, and hands the header on", async (_, more, body) => {
    const { documents, called } = await run(more, { body });
    expect(documents).toEqual([]);
    expect(called).toBe(body);
  });
});
