import { createSocket } from "node:dgram";
import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { createSegments, lambdaSegments } from "../../../../functions/stores/segments.ts";

const trace = "5759e988bd862e3fe1be46a994272793";
const parent = `00-${trace}-53995c3f42cd8ad8-01`;

function recorder() {
  const documents: Record<string, unknown>[] = [];
  let now = 1_700_000_000_000;
  const clock = { now: () => (now += 250) };
  const segments = createSegments(
    (text) => void documents.push(JSON.parse(text)),
    clock,
    () => 0.5,
  );
  return { segments, documents };
}

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

describe("a step of a trace", () => {
  it("is sent when it is over, below its place, and what it causes goes on below it", () => {
    const { segments, documents } = recorder();
    const span = segments.open(parent, { name: "DynamoDB", as: "subsegment", aws: { operation: "PutItem" } });
    expect(documents).toEqual([]);
    span?.close();
    expect(documents).toEqual([
      {
        name: "DynamoDB",
        id: "8000000080000000",
        trace_id: "1-5759e988-bd862e3fe1be46a994272793",
        parent_id: "53995c3f42cd8ad8",
        start_time: 1_700_000_000.25,
        end_time: 1_700_000_000.5,
        type: "subsegment",
        namespace: "aws",
        aws: { operation: "PutItem" },
      },
    ]);
    expect(span?.traceparent).toBe(`00-${trace}-8000000080000000-01`);
  });

  it("that others have named and begun, and that failed, says so; a root is below nothing", () => {
    const { segments, documents } = recorder();
    const named = { span: "0123456789abcdef", startedAt: 1_699_999_999_000 };
    segments.open(parent, { name: "edge", as: "root", ...named })?.close("failed");
    expect(documents[0]).toMatchObject({ id: named.span, start_time: 1_699_999_999, fault: true });
    expect(documents[0]).not.toHaveProperty("parent_id");
  });

  it.each([undefined, `00-${trace}-53995c3f42cd8ad8-00`, "nonsense"])(
    "is nobody's where nothing is recorded: %s",
    (at) => {
      const { segments, documents } = recorder();
      expect(segments.open(at, { name: "relay", as: "segment" })).toBeUndefined();
      expect(documents).toEqual([]);
    },
  );

  it("reaches the daemon of a Lambda function as a datagram, also before the socket stands", async () => {
    const daemon = createSocket("udp4");
    cleanups.push(() => daemon.close());
    daemon.bind(0, "127.0.0.1");
    await once(daemon, "listening");
    const address = `127.0.0.1:${daemon.address().port}`;
    const segments = lambdaSegments({ AWS_XRAY_DAEMON_ADDRESS: address }, { now: () => 1_000 }, () => 0.25);
    segments.open(parent, { name: "relay", as: "segment" })?.close();
    const [datagram] = (await once(daemon, "message")) as [Buffer];
    const [header = "", document = ""] = datagram.toString("utf8").split("\n");
    expect(JSON.parse(header)).toEqual({ format: "json", version: 1 });
    expect(JSON.parse(document)).toMatchObject({ name: "relay", id: "4000000040000000" });
  });

  it("is nobody's where there is no daemon", () => {
    const segments = lambdaSegments({}, { now: () => 0 }, () => 0);
    expect(segments.open(parent, { name: "relay", as: "segment" })).toBeUndefined();
  });
});
