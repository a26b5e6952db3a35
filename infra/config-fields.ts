/** Says what was expected at a place, and what was there instead. */
export type Report = (at: string, expected: string, got: unknown) => void;

/** Parses a value that came from YAML. What does not fit is reported, and the result is undefined. */
export type Field<T> = (value: unknown, at: string, report: Report) => T | undefined;

/** A text of a form. */
export function text(form: RegExp, expected: string): Field<string> {
  return (value, at, report) => {
    // YAML reads an account or another run of digits as a number.
    const candidate = typeof value === "number" ? String(value) : value;
    return typeof candidate === "string" && form.test(candidate) ? candidate : refuse(value, at, expected, report);
  };
}

/** One of a few words. */
export function oneOf<const Word extends string>(words: readonly Word[]): Field<Word> {
  const expected = `expected ${words.map((word) => `"${word}"`).join(" or ")}`;
  return (value, at, report) => words.find((word) => word === value) ?? refuse(value, at, expected, report);
}

/** True or false; `missing` where nothing is said. */
export function flag(missing: boolean): Field<boolean> {
  return (value, at, report) => {
    if (value === undefined) {
      return missing;
    }
    const read = value === "true" ? true : value === "false" ? false : value;
    return typeof read === "boolean" ? read : refuse(value, at, "expected true or false", report);
  };
}

/** What may be left out: then it is `missing`. */
export function orElse<T>(of: Field<T>, missing: T): Field<T> {
  return (value, at, report) => (value === undefined ? missing : of(value, at, report));
}

/** A whole number between two others, both included. */
export function wholeNumber(least: number, most: number): Field<number> {
  return (value, at, report) =>
    typeof value === "number" && Number.isInteger(value) && value >= least && value <= most
      ? value
      : refuse(value, at, `expected a whole number from ${least} to ${most}`, report);
}

/** A list of at least `least` things of one kind. */
export function list<T>(of: Field<T>, least: number, expected: string): Field<readonly T[]> {
  return (value, at, report) => {
    if (!Array.isArray(value) || value.length < least) {
      return refuse(value, at, expected, report);
    }
    const parsed = value.map((element: unknown, index) => of(element, `${at}[${index}]`, report));
    return parsed.every((element) => element !== undefined) ? parsed : undefined;
  };
}

/** A list that may be left out, which is then empty. */
export function listIfAny<T>(of: Field<T>, expected: string): Field<readonly T[]> {
  const given = list(of, 0, expected);
  return (value, at, report) => (value === undefined ? [] : given(value, at, report));
}

/** Two different texts. */
export function pair(of: Field<string>, expected: string): Field<readonly [string, string]> {
  const both = list(of, 2, expected);
  return (value, at, report) => {
    const parsed = both(value, at, report);
    if (parsed === undefined) {
      return undefined;
    }
    const [first, second] = parsed;
    return first !== undefined && second !== undefined && parsed.length === 2 && first !== second
      ? [first, second]
      : refuse(`${parsed.length} values`, at, expected, report);
  };
}

type Fields = Readonly<Record<string, Field<unknown>>>;
type Parsed<F extends Fields> = { readonly [Key in keyof F]: Exclude<ReturnType<F[Key]>, undefined> };

/** An object with these keys and no others. */
export function record<F extends Fields>(fields: F): Field<Parsed<F>> {
  const expected = `expected an object with ${Object.keys(fields).join(", ")}`;
  return (value, at, report) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return refuse(value, at, expected, report);
    }
    const given = new Map<string, unknown>(Object.entries(value));
    for (const [key, stray] of given) {
      if (!(key in fields)) {
        report(`${at}.${key}`, `expected no such key, but ${Object.keys(fields).join(", ")}`, stray);
      }
    }
    const parsed = Object.entries(fields).map(
      ([key, of]) => [key, of(given.get(key), `${at}.${key}`, report)] as const,
    );
    // Every key of F was parsed by its own field, and none gave undefined.
    return parsed.every(([, part]) => part !== undefined) ? (Object.fromEntries(parsed) as Parsed<F>) : undefined;
  };
}

function refuse(value: unknown, at: string, expected: string, report: Report): undefined {
  report(at, expected, value);
  return undefined;
}
