import type { ShardLimits } from "../../faults/knobs.ts";
import type { Reader } from "../inputs.ts";
import { constraintFailed, notFound } from "./refusals.ts";
import { type State, type Stream, streamArn, trimStream } from "./stream.ts";

/** One request under way: everything that it does is in here, its clock included. */
export interface Context {
  readonly state: State;
  readonly region: string;
  readonly input: Reader;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly limits: Readonly<ShardLimits>;
  /** Streams whose readers have something to look for: the request's effect. */
  readonly rung: Set<string>;
}

/** What an action answers. */
export type Reply = Readonly<Record<string, unknown>>;

const nameForm = /^[\w.-]{1,128}$/;

/** Refuses a name that no stream can have. */
export function requireStreamName(name: string): void {
  if (name.length < 1) throw constraintFailed("streamName", "have length greater than or equal to 1", name);
  if (name.length > 128) throw constraintFailed("streamName", "have length less than or equal to 128", name);
  if (!nameForm.test(name)) {
    throw constraintFailed("streamName", "satisfy regular expression pattern: [a-zA-Z0-9_.-]+", name);
  }
}

/** The ARN of the stream that a request means; undefined where it names none. */
export function namedArn(state: State, region: string, input: Reader): string | undefined {
  const arn = input.text("StreamARN");
  if (arn !== undefined) return arn;
  const name = input.text("StreamName");
  return name === undefined ? undefined : streamArn(state, region, name);
}

/** The stream that a request names, as it is now. Throws `ResourceNotFoundException`. */
export function target({ state, region, input, now }: Context): Stream {
  const arn = namedArn(state, region, input);
  if (arn === undefined) throw constraintFailed("streamName", "not be null", "null");
  return requireStream(state, region, arn, now);
}

/** The stream of an ARN, trimmed. Throws `ResourceNotFoundException`. */
export function requireStream(state: State, region: string, arn: string, now: number): Stream {
  const stream = state.streams.get(arn);
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  if (stream === undefined || stream.region !== region) {
    requireStreamName(name);
    throw notFound(`Stream ${name} under account ${state.accountId} not found.`);
  }
  trimStream(stream, now);
  return stream;
}

/** A whole number in its range; undefined where it is absent. Throws `ValidationException`. */
export function within(input: Reader, member: string, least: number, most: number): number | undefined {
  const value = input.number(member);
  const path = `${member.slice(0, 1).toLowerCase()}${member.slice(1)}`;
  if (value === undefined) return undefined;
  if (value < least) throw constraintFailed(path, `have value greater than or equal to ${least}`, String(value));
  if (value > most) throw constraintFailed(path, `have value less than or equal to ${most}`, String(value));
  return value;
}

/** A whole number in its range that has to be there. */
export function requiredWithin(input: Reader, member: string, least: number, most: number): number {
  const value = within(input, member, least, most);
  if (value !== undefined) return value;
  throw constraintFailed(`${member.slice(0, 1).toLowerCase()}${member.slice(1)}`, "not be null", "null");
}
