/** What services of an account did that AWS counts for its bill. */
export interface Count {
  /** The signing name: "dynamodb", "apigateway", … */
  readonly service: string;
  /** Empty where a service has none. */
  readonly region: string;
  /** An API action, or whatever else is billed: "SendMessage", "Invocation". */
  readonly what: string;
  /** Whose it is: a function's name, a log group's; empty where nobody needs to know. */
  readonly of: string;
  readonly times: number;
  readonly bytes: number;
  /** As billed, milliseconds. */
  readonly ms: number;
}

/** Something to count, and once unless it says otherwise. */
export type Counted = Pick<Count, "service" | "region" | "what"> &
  Partial<Pick<Count, "of" | "times" | "bytes" | "ms">>;

/** Counts what is paid for by use; nothing but sums is kept. */
export interface Counts {
  add(counted: Counted): void;
  list(): readonly Count[];
}

/** Creates counts, all at zero. */
export function createCounts(): Counts {
  const all = new Map<string, { -readonly [Field in keyof Count]: Count[Field] }>();
  return {
    add({ service, region, what, of = "", times = 1, bytes = 0, ms = 0 }) {
      const key = `${service} ${region} ${what} ${of}`;
      const known = all.get(key);
      if (known === undefined) {
        all.set(key, { service, region, what, of, times, bytes, ms });
        return;
      }
      known.times += times;
      known.bytes += bytes;
      known.ms += ms;
    },
    list: () => [...all.values()].map((count) => ({ ...count })),
  };
}
