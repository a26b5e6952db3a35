import { createSocket } from "node:dgram";
import { formatTraceparent, parseTraceparent, xrayTraceId, type TracePlace } from "../domain/traces.ts";
import type { Clock, Random } from "./clock.ts";

/** What a step of a trace is called and what is said about it; nothing personal may be. */
export interface Step {
  readonly name: string;
  /** A segment stands for a service of its own, a subsegment for a call that a service makes; a root is above all. */
  readonly as: "root" | "segment" | "subsegment";
  /** What traces are found by: `payment`, `cell`, … */
  readonly annotations?: Readonly<Record<string, string>>;
  /** What was asked of AWS, where that is what the step is. */
  readonly aws?: Readonly<Record<string, string>>;
  /** When it began, milliseconds since the epoch, where that was before now. */
  readonly startedAt?: number;
  /** Under which id it stands, where others have named it already. */
  readonly span?: string;
}

/** A step that has begun. */
export interface Span {
  /** What the step causes goes on from here. */
  readonly traceparent: string;
  /** `found`: annotations of what is known only now. */
  close(outcome?: "done" | "failed", found?: Readonly<Record<string, string>>): void;
}

/** Where the steps of traces are recorded. */
export interface Segments {
  /** Begins a step below a place in a trace; undefined where nobody records one. */
  open(traceparent: string | undefined, step: Step): Span | undefined;
}

/** Hands a segment document on to X-Ray; what is lost on the way is lost. */
export type SendSegment = (document: string) => void;

/**
 * Records steps as X-Ray's segment documents, each sent when it is over: a step whose function dies is missing.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html
 */
export function createSegments(send: SendSegment | undefined, clock: Pick<Clock, "now">, random: Random): Segments {
  return {
    open(traceparent, step) {
      const parent = send === undefined ? undefined : parseTraceparent(traceparent);
      if (send === undefined || parent === undefined) return undefined;
      const span = step.span ?? newSpan(random);
      const startedAt = step.startedAt ?? clock.now();
      return {
        traceparent: formatTraceparent({ trace: parent.trace, span }),
        close(outcome = "done", found) {
          const ended = { span, startedAt, endedAt: clock.now(), failed: outcome === "failed", found };
          send(documentOf(step, parent, ended));
        },
      };
    },
  };
}

/** Nobody records anything. */
export const noSegments: Segments = { open: () => undefined };

/** The segments of a Lambda function: its daemon listens where the variable says. */
export function lambdaSegments(
  variables: Readonly<Record<string, string | undefined>>,
  clock: Pick<Clock, "now">,
  random: Random,
): Segments {
  const address = variables["AWS_XRAY_DAEMON_ADDRESS"];
  return createSegments(address === undefined ? undefined : toDaemon(address), clock, random);
}

/** What the daemon wants in front of every document. */
const HEADER = '{"format":"json","version":1}\n';

/**
 * Sends to X-Ray's daemon over UDP. The socket is connected once: from then on a datagram has left when `send` returns,
 * so that nothing waits in a function that is frozen after its answer.
 */
function toDaemon(address: string): SendSegment {
  const colon = address.lastIndexOf(":");
  const socket = createSocket("udp4");
  const waiting: string[] = [];
  let connected = false;
  // No daemon, no traces: nothing of a payment depends on them.
  socket.on("error", () => undefined);
  socket.unref();
  socket.connect(Number(address.slice(colon + 1)), address.slice(0, colon), () => {
    connected = true;
    for (const datagram of waiting.splice(0)) socket.send(datagram);
  });
  return (document) => {
    const datagram = `${HEADER}${document}`;
    if (connected) socket.send(datagram);
    else waiting.push(datagram);
  };
}

interface Ended {
  readonly span: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly failed: boolean;
  readonly found: Step["annotations"];
}

function documentOf(step: Step, { trace, span: parent }: TracePlace, ended: Ended): string {
  const { name, as, aws } = step;
  const annotations = { ...step.annotations, ...ended.found };
  return JSON.stringify({
    name,
    id: ended.span,
    trace_id: xrayTraceId(trace),
    ...(as !== "root" && { parent_id: parent }),
    // X-Ray has seconds.
    start_time: ended.startedAt / 1000,
    end_time: ended.endedAt / 1000,
    ...(as === "subsegment" && { type: "subsegment" }),
    ...(ended.failed && { fault: true }),
    ...(aws !== undefined && { namespace: "aws", aws }),
    ...(Object.keys(annotations).length > 0 && { annotations }),
  });
}

function newSpan(random: Random): string {
  const half = () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, "0");
  return `${half()}${half()}`;
}
