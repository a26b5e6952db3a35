/** The members of a request or of an answer. */
export type Fields = Readonly<Record<string, unknown>>;

/** The services that have tables; "cloudfront" is the control plane of KeyValueStores. */
export type ServiceName =
  | "dynamodb"
  | "dynamodb-streams"
  | "sqs"
  | "kinesis"
  | "kms"
  | "s3"
  | "sts"
  | "logs"
  | "lambda"
  | "scheduler"
  | "states"
  | "cognito-idp"
  | "cloudfront"
  | "cloudfront-keyvaluestore";

/** An error that AWS answers: its name, and more where programs depend on more. */
export interface Failure {
  readonly name: string;
  readonly message?: RegExp;
  /** Further members of the error, as `gives` matches them. */
  readonly with?: Fields;
}

/**
 * One call. Texts may hold `{case}`, `{run}` (both unlike any other, usable in names) and whatever was kept before,
 * as `{name}`.
 */
export interface Step {
  /** The suite's own service unless said. */
  readonly service?: ServiceName;
  readonly call: string;
  readonly input: Fields;
  /** Waits so long first, milliseconds. */
  readonly waitMs?: number;
  /** What the answer holds at least: objects may hold more, lists may not. */
  readonly gives?: unknown;
  readonly fails?: string | Failure;
  /** Repeats the call for so long until the answer is as expected, milliseconds: where AWS is only soon consistent. */
  readonly within?: number;
  /** Values of the answer to keep: name → path, "Messages.0.ReceiptHandle". */
  readonly keep?: Readonly<Record<string, string>>;
}

/** One row of a table: what goes before, the call, what it answers, and what is so afterwards. */
export interface Case extends Step {
  readonly name: string;
  readonly before?: readonly Step[];
  readonly after?: readonly Step[];
  /** The AWS document that says so, where that is not the operation's own page of the API reference. */
  readonly source?: string;
}

/** One table. */
export interface Suite {
  readonly service: ServiceName;
  /** What the table is about, where a service has several. */
  readonly topic: string;
  /** Done once, before any case; what it keeps, every case knows. */
  readonly setUp?: readonly Step[];
  readonly cases: readonly Case[];
  /** Done once, after every case, whatever came of them. */
  readonly tearDown?: readonly Step[];
}

/** What a table of expectations says where no fixed value will do. */
export class Expectation {
  constructor(
    readonly says: string,
    readonly holds: (actual: unknown, sameAs: (expected: unknown, actual: unknown) => boolean) => boolean,
  ) {}
}

/** Expectations for members whose value AWS chooses. */
export const is = {
  present: new Expectation("present", (actual) => actual !== undefined),
  absent: new Expectation("absent", (actual) => actual === undefined),
  text: new Expectation("a text", (actual) => typeof actual === "string" && actual !== ""),
  number: new Expectation("a number", (actual) => typeof actual === "number"),
  date: new Expectation("a date", (actual) => actual instanceof Date || typeof actual === "number"),
  bytes: (length: number) =>
    new Expectation(`${length} bytes`, (actual) => actual instanceof Uint8Array && actual.length === length),
  /** JSON of this value, however it is set. */
  json: (value: unknown) =>
    new Expectation(`JSON of ${JSON.stringify(value)}`, (actual, sameAs) => {
      const parsed: unknown = typeof actual === "string" ? JSON.parse(actual) : undefined;
      return sameAs(value, parsed) && JSON.stringify(parsed).length === JSON.stringify(value).length;
    }),
  match: (pattern: RegExp) =>
    new Expectation(String(pattern), (actual) => typeof actual === "string" && pattern.test(actual)),
  /** A list with these members in any order. */
  unordered: (...members: readonly unknown[]) =>
    new Expectation(
      `in any order ${JSON.stringify(members)}`,
      (actual, sameAs) =>
        Array.isArray(actual) &&
        actual.length === members.length &&
        members.every((member) => actual.some((one) => sameAs(member, one))),
    ),
  /** A list that has these members among others. */
  including: (...members: readonly unknown[]) =>
    new Expectation(
      `including ${JSON.stringify(members)}`,
      (actual, sameAs) => Array.isArray(actual) && members.every((member) => actual.some((one) => sameAs(member, one))),
    ),
  /** A list of so many members. */
  list: (length: number) =>
    new Expectation(`a list of ${length}`, (actual) => Array.isArray(actual) && actual.length === length),
  /** An empty list, or none: SDKs differ in what they make of it. */
  none: new Expectation("no members", (actual) => actual === undefined || (Array.isArray(actual) && !actual.length)),
  not: (expected: unknown) =>
    new Expectation(`not ${JSON.stringify(expected)}`, (actual, sameAs) => !sameAs(expected, actual)),
} as const;

/** The bytes of a text. */
export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
