import type { Fields, ServiceName } from "../case.ts";
import type { Place } from "../endpoint.ts";

/** Operations that a target does in another way than over its protocol, by "service:Operation". */
export type Stagehands = Readonly<Record<string, (input: Fields) => Promise<Fields>>>;

/** Something that speaks AWS's protocols, once it runs. */
export interface Running {
  readonly place: Place;
  /** Only these services are tried; all where undefined. */
  readonly services?: readonly ServiceName[];
  readonly stagehands?: Stagehands;
  stop(): Promise<void>;
}

/** A target that is not there, and why: a sentence. */
export interface Unavailable {
  readonly unavailable: string;
}

/** Something that the tables can be run against. */
export interface Target {
  readonly name: string;
  readonly about: string;
  start(say: (line: string) => void): Promise<Running | Unavailable>;
}

/** The region of every emulator. */
export const region = "eu-west-1";
