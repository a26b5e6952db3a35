import * as fc from "fast-check";
import type { Fields } from "../case.ts";

/** One call of a random program; the table's name is filled in when it runs. */
export interface Operation {
  readonly call: string;
  readonly input: Fields;
}

/** A part of an expression with the placeholders that it uses. */
interface Text {
  readonly text: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Fields;
}

/** What the table's name is written as until a program runs. */
export const table = "{table}";
const { constant, constantFrom, oneof, record, tuple, array } = fc;

// DynamoDB Local keeps the spelling of a number inside a list or map, AWS does not: none is spelled oddly here.
const number = constantFrom(
  "0",
  "1",
  "2",
  "-1",
  "10",
  "100",
  "1.5",
  "0.1",
  "-3.25",
  "9".repeat(38),
  `0.${"0".repeat(30)}1`,
);
const text = constantFrom("", "a", "ab", "abc", "b", "é", "z", "\u{1F600}");

const scalar = oneof(
  { weight: 3, arbitrary: number.map((N) => ({ N })) },
  { weight: 3, arbitrary: text.map((S) => ({ S })) },
  { weight: 1, arbitrary: fc.boolean().map((BOOL) => ({ BOOL })) },
  { weight: 1, arbitrary: constant({ NULL: true }) },
  { weight: 1, arbitrary: constantFrom("YQ==", "YWI=", "AA==").map((B) => ({ B })) },
  { weight: 1, arbitrary: constantFrom(["a"], ["a", "b"], ["b", "c"]).map((SS) => ({ SS })) },
  { weight: 1, arbitrary: constantFrom(["1"], ["1", "2"], ["2", "3"]).map((NS) => ({ NS })) },
);

const { value } = fc.letrec<{ value: Fields }>((tie) => ({
  value: oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 6, arbitrary: scalar },
    { weight: 1, arbitrary: array(tie("value"), { maxLength: 3 }).map((L) => ({ L })) },
    {
      weight: 1,
      arbitrary: fc.dictionary(constantFrom("u", "v", "w"), tie("value"), { maxKeys: 2 }).map((M) => ({ M })),
    },
  ),
}));

const key = record({
  pk: constantFrom("p", "q").map((S) => ({ S })),
  sk: constantFrom("1", "2", "10", "-1").map((N) => ({ N })),
});

const item = tuple(
  key,
  record(
    {
      a: value,
      b: value,
      c: value,
      g: constantFrom("x", "y").map((S) => ({ S })),
      h: constantFrom("0", "1", "7", "-2.5").map((N) => ({ N })),
    },
    { requiredKeys: [] },
  ),
).map(([keys, more]): Fields => ({ ...more, ...keys }));

/** Placeholders get their final names when a whole request is put together: here they are marks in the text. */
const held = (one: fc.Arbitrary<Fields>): fc.Arbitrary<Text> =>
  one.map((given) => ({ text: ":0", names: {}, values: { ":0": given } }));
const plain = (given: string): Text => ({ text: given, names: {}, values: {} });

/** Joins parts, renumbering their placeholders apart. */
function join(parts: readonly (Text | string)[]): Text {
  let joined = plain("");
  for (const part of parts) {
    const next = typeof part === "string" ? plain(part) : part;
    const offset = Object.keys(joined.values).length;
    const renumbered = next.text.replaceAll(/:(\d+)/g, (_, index: string) => `:${Number(index) + offset}`);
    const values = Object.entries(next.values).map(([name, one]) => [`:${Number(name.slice(1)) + offset}`, one]);
    joined = {
      text: joined.text + renumbered,
      names: { ...joined.names, ...next.names },
      values: { ...joined.values, ...Object.fromEntries(values) },
    };
  }
  return joined;
}

const joined = (...parts: readonly (fc.Arbitrary<Text> | string)[]): fc.Arbitrary<Text> =>
  tuple(...parts.map((part) => (typeof part === "string" ? constant(part) : part))).map((made) => join(made));

const root: fc.Arbitrary<Text> = oneof(
  { weight: 4, arbitrary: constantFrom("a", "b", "c", "d").map(plain) },
  {
    weight: 1,
    arbitrary: constantFrom("a", "b").map((name) => ({ text: `#${name}`, names: { [`#${name}`]: name }, values: {} })),
  },
);
const step = constantFrom("[0]", "[1]", "[2]", ".u", ".v", ".w");
const nested = tuple(root, array(step, { maxLength: 2, size: "small" })).map(([start, steps]) =>
  join([start, ...steps]),
);
const path = oneof({ weight: 9, arbitrary: nested }, { weight: 1, arbitrary: constant(plain("h")) });
const operand = oneof(
  { weight: 6, arbitrary: path },
  { weight: 4, arbitrary: held(value) },
  { weight: 1, arbitrary: joined("size(", path, ")") },
);

const { condition } = fc.letrec<{ condition: Text }>((tie) => ({
  condition: oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 4, arbitrary: comparison() },
    { weight: 2, arbitrary: joined(constantFrom("attribute_exists(", "attribute_not_exists(").map(plain), path, ")") },
    { weight: 1, arbitrary: joined(tie("condition"), constantFrom(" AND ", " OR ").map(plain), tie("condition")) },
    { weight: 1, arbitrary: joined("NOT (", tie("condition"), ")") },
  ),
}));

function comparison(): fc.Arbitrary<Text> {
  const comparator = constantFrom(" = ", " <> ", " < ", " <= ", " > ", " >= ").map(plain);
  const prefix = held(constantFrom("a", "ab", "").map((S) => ({ S })));
  const type = held(constantFrom("S", "N", "L", "M", "SS", "NULL", "BOOL", "B").map((S) => ({ S })));
  return oneof(
    { weight: 6, arbitrary: joined(operand, comparator, operand) },
    { weight: 1, arbitrary: joined(operand, " BETWEEN ", operand, " AND ", operand) },
    { weight: 1, arbitrary: joined(operand, " IN (", operand, ", ", operand, ")") },
    { weight: 1, arbitrary: joined("begins_with(", path, ", ", prefix, ")") },
    { weight: 1, arbitrary: joined("contains(", path, ", ", operand, ")") },
    { weight: 1, arbitrary: joined("attribute_type(", path, ", ", type, ")") },
  );
}

const assigned = oneof(
  { weight: 4, arbitrary: held(value) },
  { weight: 2, arbitrary: path },
  {
    weight: 3,
    arbitrary: joined(oneof(path, held(number.map((N) => ({ N })))), constantFrom(" + ", " - ").map(plain), operand),
  },
  { weight: 2, arbitrary: joined("if_not_exists(", path, ", ", oneof(path, held(value)), ")") },
  {
    weight: 1,
    arbitrary: joined("list_append(", path, ", ", held(array(value, { maxLength: 2 }).map((L) => ({ L }))), ")"),
  },
);
// DynamoDB Local lets an update give an index key any type, AWS refuses that: index keys get their own type here.
const assignment = oneof(
  { weight: 8, arbitrary: joined(nested, " = ", assigned) },
  { weight: 1, arbitrary: joined("h = ", held(number.map((N) => ({ N })))) },
  { weight: 1, arbitrary: joined("g = ", held(constantFrom("x", "y").map((S) => ({ S })))) },
);
const addend = held(constantFrom<Fields>({ N: "1" }, { N: "-0.5" }, { SS: ["a", "q"] }, { NS: ["1", "9"] }));
const removed = held(constantFrom<Fields>({ SS: ["a", "b"] }, { NS: ["1", "2"] }));

const clauses = (name: string, clause: fc.Arbitrary<Text>): fc.Arbitrary<Text> =>
  array(clause, { minLength: 1, maxLength: 3 }).map((made) =>
    join([`${name} `, ...made.flatMap((one, index) => (index === 0 ? [one] : [", ", one]))]),
  );

const update = tuple(
  fc.option(clauses("SET", assignment), { freq: 4 }),
  fc.option(clauses("REMOVE", path), { freq: 1 }),
  fc.option(clauses("ADD", joined(nested, " ", addend)), { freq: 1 }),
  fc.option(clauses("DELETE", joined(nested, " ", removed)), { freq: 1 }),
).map((sections) => {
  const given = sections.filter((section) => section !== null);
  return given.length === 0 ? plain("REMOVE d") : join(given.flatMap((section) => [section, " "]));
});

/** The members of a request that carry its expressions, placeholders numbered over all of them. */
function expressions(given: Readonly<Record<string, Text | null>>): Fields {
  const present = Object.entries(given).flatMap(([name, one]) => (one === null ? [] : [[name, one] as const]));
  const whole = join(present.flatMap(([, one]) => [one, "\u0000"]));
  const texts = whole.text.split("\u0000");
  return {
    ...Object.fromEntries(present.map(([name], index) => [name, texts[index]?.trim()])),
    ...(Object.keys(whole.names).length > 0 && { ExpressionAttributeNames: whole.names }),
    ...(Object.keys(whole.values).length > 0 && { ExpressionAttributeValues: whole.values }),
  };
}

const maybe = fc.option(condition, { freq: 1 });
const onFailure = constantFrom<Fields>({}, { ReturnValuesOnConditionCheckFailure: "ALL_OLD" });

const put = tuple(item, maybe, onFailure).map(([Item, ConditionExpression, more]): Fields => ({
  TableName: table,
  Item,
  ...expressions({ ConditionExpression }),
  ...(ConditionExpression && more),
}));
const remove = tuple(key, maybe, onFailure).map(([Key, ConditionExpression, more]): Fields => ({
  TableName: table,
  Key,
  ...expressions({ ConditionExpression }),
  ...(ConditionExpression && more),
}));
const change = tuple(key, update, maybe, onFailure).map(
  ([Key, UpdateExpression, ConditionExpression, more]): Fields => ({
    TableName: table,
    Key,
    ...expressions({ UpdateExpression, ConditionExpression }),
    ...(ConditionExpression && more),
  }),
);
const check = tuple(key, condition, onFailure).map(([Key, ConditionExpression, more]): Fields => ({
  TableName: table,
  Key,
  ...expressions({ ConditionExpression }),
  ...more,
}));

/** What a transaction does to an item, and to which. */
interface Entry {
  readonly entry: Fields;
  readonly key: unknown;
}

const entry: fc.Arbitrary<Entry> = oneof(
  put.map((Put) => ({ entry: { Put }, key: keyOf(Put["Item"]) })),
  change.map((Update) => ({ entry: { Update }, key: keyOf(Update["Key"]) })),
  remove.map((Delete) => ({ entry: { Delete }, key: keyOf(Delete["Key"]) })),
  check.map((ConditionCheck) => ({ entry: { ConditionCheck }, key: keyOf(ConditionCheck["Key"]) })),
);

function keyOf(item: unknown): string {
  // Every item here has both.
  const { pk, sk } = item as Fields;
  return JSON.stringify([pk, sk]);
}

const projection = array(path, { minLength: 1, maxLength: 3 }).map((paths) =>
  join(paths.flatMap((one, index) => (index === 0 ? [one] : [", ", one]))),
);

const sortValue = held(number.map((N) => ({ N })));
const within = constantFrom(" < ", " > ").map(plain);
const upTo = constantFrom(" = ", " <= ", " >= ").map(plain);
const sortBetween = joined(" AND sk BETWEEN ", held(constant({ N: "-5" })), " AND ", sortValue);
const direction = record({ ScanIndexForward: fc.boolean() }, { requiredKeys: [] });
const limit = record({ Limit: fc.integer({ min: 1, max: 3 }) }, { requiredKeys: [] });
const tableQuery = tuple(
  held(constantFrom("p", "q").map((S) => ({ S }))),
  // DynamoDB Local does not say where a page ended that reached an inclusive bound: no page is limited there.
  oneof(
    { weight: 3, arbitrary: tuple(constant(null), limit) },
    { weight: 2, arbitrary: tuple(joined(" AND sk", within, sortValue), limit) },
    { weight: 2, arbitrary: tuple(joined(" AND sk", upTo, sortValue), constant({})) },
    { weight: 1, arbitrary: tuple(sortBetween, constant({})) },
  ),
  maybe,
  direction,
).map(([hash, [sort, most], FilterExpression, more]): Fields => ({
  TableName: table,
  ...expressions({
    KeyConditionExpression: join(["pk = ", hash, ...(sort === null ? [] : [sort])]),
    FilterExpression,
  }),
  ...most,
  ...more,
}));
const indexQuery = tuple(held(constantFrom("x", "y").map((S) => ({ S }))), maybe, fc.boolean()).map(
  ([hash, FilterExpression, ScanIndexForward]): Fields => ({
    TableName: table,
    IndexName: "byGroup",
    ...expressions({ KeyConditionExpression: join(["g = ", hash]), FilterExpression }),
    ScanIndexForward,
  }),
);

const keys = fc.uniqueArray(key, { minLength: 1, maxLength: 4, selector: (one) => JSON.stringify(one) });
const returned = constantFrom<Fields>({}, { ReturnValues: "ALL_OLD" });
const updated = constantFrom<Fields>({}, { ReturnValues: "ALL_OLD" }, { ReturnValues: "ALL_NEW" });
const capacity = constantFrom<Fields>({}, {}, {}, { ReturnConsumedCapacity: "INDEXES" });
const call = (name: string, input: fc.Arbitrary<Fields>, ...more: readonly fc.Arbitrary<Fields>[]) =>
  tuple(input, ...more).map((parts): Operation => ({ call: name, input: Object.assign({}, ...parts) as Fields }));

/** Any operation on the items of one table, well-formed or not. */
export const operation: fc.Arbitrary<Operation> = oneof(
  { weight: 5, arbitrary: call("PutItem", put, returned, capacity) },
  { weight: 8, arbitrary: call("UpdateItem", change, updated, capacity) },
  { weight: 2, arbitrary: call("DeleteItem", remove, returned, capacity) },
  {
    weight: 2,
    arbitrary: tuple(key, fc.option(projection)).map(([Key, ProjectionExpression]) => ({
      call: "GetItem",
      input: { TableName: table, Key, ...expressions({ ProjectionExpression }) },
    })),
  },
  { weight: 3, arbitrary: call("Query", tableQuery) },
  { weight: 1, arbitrary: call("Query", indexQuery) },
  {
    weight: 1,
    arbitrary: maybe.map((FilterExpression) => ({
      call: "Scan",
      input: { TableName: table, ...expressions({ FilterExpression }) },
    })),
  },
  {
    weight: 4,
    arbitrary: fc.uniqueArray(entry, { minLength: 1, maxLength: 4, selector: (one) => one.key }).map((entries) => ({
      call: "TransactWriteItems",
      input: { TransactItems: entries.map((one) => one.entry) },
    })),
  },
  {
    weight: 1,
    arbitrary: keys.map((many) => ({
      call: "TransactGetItems",
      input: { TransactItems: many.map((Key) => ({ Get: { TableName: table, Key } })) },
    })),
  },
  {
    weight: 1,
    arbitrary: keys.map((Keys) => ({ call: "BatchGetItem", input: { RequestItems: { [table]: { Keys } } } })),
  },
  {
    weight: 1,
    arbitrary: fc
      .uniqueArray(item, { minLength: 1, maxLength: 3, selector: ({ pk, sk }) => JSON.stringify([pk, sk]) })
      .map((items) => ({
        call: "BatchWriteItem",
        input: { RequestItems: { [table]: items.map((Item) => ({ PutRequest: { Item } })) } },
      })),
  },
);
