import { afterEach, describe, expect, it } from "vitest";
import { createInProcessHost, createProcessHost, type FunctionHost } from "../../../../../local/aws/lambda/index.ts";
import { createWallClock } from "../../../../../local/drivers/wall-clock.ts";
import { bundle, createWorker, functionArn, lambdaOver } from "./harness.ts";

const ROOT = "1-5759e988-bd862e3fe1be46a994272793";
const PARENT = "53995c3f42cd8ad8";

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function worker(hosts: FunctionHost, inputs: Readonly<Record<string, unknown>> = {}) {
  const documents: Record<string, unknown>[] = [];
  const kernel = createWallClock((fault) => {
    throw fault;
  });
  const traces = { record: (_region: string, document: string) => void documents.push(JSON.parse(document)) };
  const { lambda } = lambdaOver(kernel, hosts, { traces });
  cleanups.push(() => lambda.shutdown());
  await createWorker(lambda, { timeout: 5, tracingConfig: { mode: "Active" }, ...inputs });
  const invoke = (traceHeader?: string) =>
    lambda.invoke({ functionArn, payload: {}, kind: "RequestResponse", ...(traceHeader && { traceHeader }) });
  return { invoke, documents };
}

const answering = () => createInProcessHost(() => () => "done");

describe("a function that is traced", () => {
  it("is two steps below its caller's: Lambda's, and its own with its start", async () => {
    const { invoke, documents } = await worker(answering());
    await invoke(`Root=${ROOT};Parent=${PARENT};Sampled=1`);
    expect(documents).toMatchObject([
      { origin: "AWS::Lambda", trace_id: ROOT, parent_id: PARENT },
      { origin: "AWS::Lambda::Function", trace_id: ROOT, parent_id: documents[0]?.["id"] },
    ]);
    expect(documents[1]?.["subsegments"]).toMatchObject([{ name: "Initialization" }]);
    await invoke(`Root=${ROOT};Parent=${PARENT};Sampled=1`);
    expect(documents[3]).not.toHaveProperty("subsegments");
  });

  it("begins a trace where its caller has none, and says that it failed", async () => {
    const fails = createInProcessHost(() => () => {
      throw new Error("broken");
    });
    const { invoke, documents } = await worker(fails);
    await invoke();
    expect(documents).toMatchObject([{ fault: true }, { fault: true }]);
    expect(documents[0]).not.toHaveProperty("parent_id");
  });

  it.each([
    ["its caller has decided against it", {}, `Root=${ROOT};Parent=${PARENT};Sampled=0`],
    ["it does not ask for it", { tracingConfig: { mode: "PassThrough" } }, `Root=${ROOT};Parent=${PARENT};Sampled=1`],
  ])("records nothing where %s", async (_, inputs, header) => {
    const { invoke, documents } = await worker(answering(), inputs);
    await invoke(header);
    expect(documents).toEqual([]);
  });

  it("sends steps of its own to the daemon beside it", async () => {
    const code = bundle({
      "index.mjs": `
        import { createSocket } from "node:dgram";
        export const handler = async () => {
          const [host, port] = process.env.AWS_XRAY_DAEMON_ADDRESS.split(":");
          const [, root, parent] = /Root=([^;]+);Parent=([^;]+);Sampled=1/.exec(process.env._X_AMZN_TRACE_ID);
          const place = { id: "0123456789abcdef", trace_id: root, parent_id: parent };
          const step = { ...place, name: "own", start_time: 1, end_time: 2 };
          const socket = createSocket("udp4");
          const text = '{"format": "json", "version": 1}\\n' + JSON.stringify(step);
          await new Promise((sent) => socket.send(text, Number(port), host, sent));
          socket.close();
        };`,
    });
    cleanups.push(code.remove);
    const { invoke, documents } = await worker(createProcessHost(), { code: { kind: "archive", path: code.path } });
    await invoke(`Root=${ROOT};Parent=${PARENT};Sampled=1`);
    await expect.poll(() => documents.length).toBe(3);
    const [own, fn] = [
      documents.find(({ name }) => name === "own"),
      documents.find(({ origin }) => origin === "AWS::Lambda::Function"),
    ];
    expect(own).toMatchObject({ trace_id: ROOT, parent_id: fn?.["id"] });
  });
});
