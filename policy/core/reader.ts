/** Stands for a value that a preview does not know yet. The adapter of an engine and a graph's reader put it in. */
export const UNKNOWN: unique symbol = Symbol("unknown");

/** A value was not known yet: what was asked about it stays unanswered. */
export class NotKnown extends Error {
  readonly path: string;
  constructor(path: string) {
    super(`${path} is not known yet.`);
    this.path = path;
  }
}

/** A value has a form that its resource type does not allow, such as text that is no JSON. */
export class Malformed extends Error {
  readonly path: string;
  constructor(path: string, expected: string) {
    super(`${path} is not ${expected}.`);
    this.path = path;
  }
}

/**
 * Reads the properties of a resource. Absent and null are `undefined`; what is not known yet throws `NotKnown`, what
 * has another form than asked for throws `Malformed`. Names are Pulumi's, in camel case.
 */
export interface Reader {
  /** Where this is: "" for the resource itself, else "rules[0].expiration". */
  readonly path: string;
  /** The names of all properties, known or not. */
  names(): readonly string[];
  /** Whether the property is there with a value. */
  has(name: string): boolean;
  text(name: string): string | undefined;
  /** Also reads "true" and "false", which some types take as text. */
  flag(name: string): boolean | undefined;
  /** Also reads digits in text. */
  number(name: string): number | undefined;
  /** A block; a list of one block is read as that block, since the bridge writes it either way. */
  block(name: string): Reader | undefined;
  /** The blocks of a list; none where it is absent; one where it is a single block. */
  blocks(name: string): readonly Reader[];
  /** A list of texts; none where it is absent; one where it is a single text. */
  texts(name: string): readonly string[];
  /** A map of texts, such as tags or variables. */
  map(name: string): ReadonlyMap<string, string>;
  /** The value as it is, known to its depth. For policy documents: see `documentAt` of iam/document.ts. */
  whole(name: string): unknown;
  /** The value as it is, known at its top only: what is inside may still be `UNKNOWN`. */
  raw(name: string): unknown;
}

/** Reads these properties; `path` is where they are. */
export function reader(properties: Readonly<Record<string, unknown>>, path = ""): Reader {
  const at = (name: string): string => (path === "" ? name : `${path}.${name}`);
  const get = (name: string): unknown => {
    const value = properties[name];
    if (value === UNKNOWN) throw new NotKnown(at(name));
    return value ?? undefined;
  };
  const blocks = (name: string): readonly Reader[] => {
    const value = get(name);
    const inList = (index: number): string => (Array.isArray(value) ? `${at(name)}[${index}]` : at(name));
    return listOf(value).map((one, index) => reader(asBlock(one, inList(index)), inList(index)));
  };
  return {
    path,
    names: () => Object.keys(properties),
    has: (name) => get(name) !== undefined,
    text: (name) => asText(get(name), at(name)),
    flag: (name) => asFlag(get(name), at(name)),
    number: (name) => asNumber(get(name), at(name)),
    block: (name) => blocks(name)[0],
    blocks,
    texts: (name) =>
      listOf(get(name)).flatMap(
        (one, index) => asText(known(one, `${at(name)}[${index}]`), `${at(name)}[${index}]`) ?? [],
      ),
    map: (name) => asMap(get(name), at(name)),
    whole: (name) => knownToItsDepth(get(name), at(name)),
    raw: get,
  };
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function known(value: unknown, path: string): unknown {
  if (value === UNKNOWN) throw new NotKnown(path);
  return value;
}

function asBlock(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (!isBlock(known(value, path))) throw new Malformed(path, "a block");
  // Just looked at: an object that is no list.
  return value as Readonly<Record<string, unknown>>;
}

function isBlock(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function asText(value: unknown, path: string): string | undefined {
  if (value === undefined || typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new Malformed(path, "text");
}

function asFlag(value: unknown, path: string): boolean | undefined {
  if (value === undefined || typeof value === "boolean") return value;
  if (value === "true" || value === "false") return value === "true";
  throw new Malformed(path, "true or false");
}

function asNumber(value: unknown, path: string): number | undefined {
  if (value === undefined || typeof value === "number") return value;
  if (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  throw new Malformed(path, "a number");
}

function asMap(value: unknown, path: string): ReadonlyMap<string, string> {
  if (value === undefined) return new Map();
  return new Map(
    Object.entries(asBlock(value, path)).flatMap(([key, one]) => {
      const text = asText(known(one, `${path}.${key}`) ?? undefined, `${path}.${key}`);
      return text === undefined ? [] : [[key, text] as const];
    }),
  );
}

function knownToItsDepth(value: unknown, path: string): unknown {
  known(value, path);
  if (Array.isArray(value)) value.forEach((one, index) => knownToItsDepth(one, `${path}[${index}]`));
  else if (isBlock(value)) {
    for (const [key, one] of Object.entries(asBlock(value, path))) knownToItsDepth(one, `${path}.${key}`);
  }
  return value;
}
