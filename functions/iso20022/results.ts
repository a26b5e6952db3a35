import { ok, refuse, type Result } from "../domain/result.ts";

/** The values of results by name. */
type Values<Fields> = {
  readonly [Name in keyof Fields]: Fields[Name] extends Result<infer Value, unknown> ? Value : never;
};

/** The refusals of results by name, together. */
type Refusals<Fields> = {
  readonly [Name in keyof Fields]: Fields[Name] extends Result<unknown, infer Refusal> ? Refusal : never;
}[keyof Fields];

/** The values of all fields, or the refusal of the first field that has one. */
export function all<Fields extends Readonly<Record<string, Result<unknown, unknown>>>>(
  fields: Fields,
): Result<Values<Fields>, Refusals<Fields>> {
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    // One of the fields' own refusals.
    if (!field.ok) return refuse(field.refusal as Refusals<Fields>);
    values[name] = field.value;
  }
  // One value for each field, under the field's own name.
  return ok(values as Values<Fields>);
}

/** What `parse` makes of each item, or the refusal of the first item that has one; the later ones are not parsed. */
export function each<Item, Value, Refusal>(
  items: readonly Item[],
  parse: (item: Item, index: number) => Result<Value, Refusal>,
): Result<readonly Value[], Refusal> {
  const values: Value[] = [];
  for (const [index, item] of items.entries()) {
    const parsed = parse(item, index);
    if (!parsed.ok) return parsed;
    values.push(parsed.value);
  }
  return ok(values);
}
