import { is, type Case, type Fields, type Suite } from "../../case.ts";
import { createTable, dropTable, holds, invalid, items, key, L, M, N, NS, put, S, SS } from "./shared.ts";

interface Change {
  readonly from?: Fields;
  readonly values?: Fields;
  readonly names?: Fields;
  readonly to?: Fields;
  readonly fails?: RegExp;
}

/** An update of an item, and what the item is afterwards. */
function changed(expression: string, { from = {}, values, names, to, fails }: Change): Case {
  return {
    name: `${expression} on ${JSON.stringify(from)}${fails === undefined ? "" : " is refused"}`,
    before: [put(from)],
    call: "UpdateItem",
    input: {
      ...items,
      Key: key(),
      UpdateExpression: expression,
      ...(values && { ExpressionAttributeValues: values }),
      ...(names && { ExpressionAttributeNames: names }),
    },
    ...(fails && { fails: invalid(fails) }),
    after: [holds({ ...key(), ...(to ?? from) })],
    source: "Amazon DynamoDB Developer Guide, Using update expressions",
  };
}

const intoNothing = /The document path provided in the update expression is invalid for update/;

/** What updates do to an item. */
export const updateCases: Suite = {
  service: "dynamodb",
  topic: "updates",
  setUp: createTable("items"),
  tearDown: [dropTable("items")],
  cases: [
    changed("SET a = :v", { from: { a: N(1) }, values: { ":v": S("x") }, to: { a: S("x") } }),
    changed("SET a = b, b = a", { from: { a: N(1), b: N(2) }, to: { a: N(2), b: N(1) } }),
    changed("SET a = a + :v", { from: { a: N(1) }, values: { ":v": N("0.5") }, to: { a: N("1.5") } }),
    changed("SET a = :v - a", { from: { a: N(3) }, values: { ":v": N(1) }, to: { a: N(-2) } }),
    changed("SET a = b + :v", {
      values: { ":v": N(1) },
      fails: /The provided expression refers to an attribute that does not exist in the item/,
    }),
    changed("SET a = b", { fails: /The provided expression refers to an attribute that does not exist in the item/ }),
    changed("SET a = a + :v", {
      from: { a: S("x") },
      values: { ":v": N(1) },
      fails: /An operand in the update expression has an incorrect data type/,
    }),
    changed("SET a = if_not_exists(a, :v)", { from: { a: N(1) }, values: { ":v": N(2) }, to: { a: N(1) } }),
    changed("SET a = if_not_exists(a, :v) + :v", { values: { ":v": N(2) }, to: { a: N(4) } }),
    changed("SET a = list_append(a, :v)", {
      from: { a: L(N(1)) },
      values: { ":v": L(N(2)) },
      to: { a: L(N(1), N(2)) },
    }),
    changed("SET a = list_append(:v, a)", {
      from: { a: L(N(1)) },
      values: { ":v": L(N(2)) },
      to: { a: L(N(2), N(1)) },
    }),
    changed("SET a = list_append(a, :v)", {
      from: { a: N(1) },
      values: { ":v": L(N(2)) },
      fails: /An operand in the update expression has an incorrect data type/,
    }),
    changed("SET l[1] = :v", { from: { l: L(N(1), N(2)) }, values: { ":v": S("x") }, to: { l: L(N(1), S("x")) } }),
    changed("SET l[9] = :v", { from: { l: L(N(1)) }, values: { ":v": N(2) }, to: { l: L(N(1), N(2)) } }),
    changed("SET l[7] = :v, l[5] = :w", {
      from: { l: L(N(1)) },
      values: { ":v": N(7), ":w": N(5) },
      to: { l: L(N(1), N(5), N(7)) },
    }),
    changed("SET m.a = :v", {
      from: { m: M({ b: N(1) }) },
      values: { ":v": N(2) },
      to: { m: M({ a: N(2), b: N(1) }) },
    }),
    changed("SET m.a = :v", { values: { ":v": N(2) }, fails: intoNothing }),
    changed("SET m.a.b = :v", { from: { m: M({}) }, values: { ":v": N(2) }, fails: intoNothing }),
    changed("SET n.a = :v", { from: { n: N(1) }, values: { ":v": N(2) }, fails: intoNothing }),
    changed("SET m[0] = :v", { from: { m: M({}) }, values: { ":v": N(2) }, fails: intoNothing }),
    changed("REMOVE a, nowhere", { from: { a: N(1), b: N(2) }, to: { a: is.absent, b: N(2) } }),
    changed("REMOVE l[0], l[2]", { from: { l: L(N(0), N(1), N(2), N(3)) }, to: { l: L(N(1), N(3)) } }),
    changed("REMOVE l[9]", { from: { l: L(N(0)) }, to: { l: L(N(0)) } }),
    changed("REMOVE m.a", { from: { m: M({ a: N(1) }) }, to: { m: M({ a: is.absent }) } }),
    changed("REMOVE m.a.b", { from: { m: M({}) }, fails: intoNothing }),
    changed("ADD a :v", { from: { a: N(1) }, values: { ":v": N(-3) }, to: { a: N(-2) } }),
    changed("ADD a :v", { values: { ":v": N(3) }, to: { a: N(3) } }),
    changed("ADD a :v", {
      from: { a: SS("a") },
      values: { ":v": SS("b", "a") },
      to: { a: { SS: is.unordered("a", "b") } },
    }),
    changed("ADD a :v", { values: { ":v": SS("b") }, to: { a: SS("b") } }),
    changed("ADD a :v", {
      from: { a: SS("a") },
      values: { ":v": NS(1) },
      fails: /An operand in the update expression has an incorrect data type/,
    }),
    changed("ADD m.c :v", { from: { m: M({}) }, values: { ":v": N(1) }, to: { m: M({ c: N(1) }) } }),
    changed("DELETE a :v", { from: { a: SS("a", "b") }, values: { ":v": SS("b", "c") }, to: { a: SS("a") } }),
    changed("DELETE a :v", { from: { a: SS("a") }, values: { ":v": SS("a") }, to: { a: is.absent } }),
    changed("DELETE a :v", { values: { ":v": SS("a") }, to: { a: is.absent } }),
    changed("DELETE a :v", {
      from: { a: N(1) },
      values: { ":v": SS("a") },
      fails: /An operand in the update expression has an incorrect data type/,
    }),
    changed("SET #a.#b[0] = :v", {
      from: { a: M({ "x.y": L(N(1)) }) },
      names: { "#a": "a", "#b": "x.y" },
      values: { ":v": N(2) },
      to: { a: M({ "x.y": L(N(2)) }) },
    }),
    changed("SET g = :v", {
      values: { ":v": N(1) },
      fails: /attempted to update the secondary index key to unsupported type/,
    }),
    {
      name: "An update makes an item where none is",
      call: "UpdateItem",
      input: { ...items, Key: key(), UpdateExpression: "SET a = :v", ExpressionAttributeValues: { ":v": N(1) } },
      after: [holds({ ...key(), a: N(1) })],
    },
    {
      name: "An update without an expression makes a bare item",
      call: "UpdateItem",
      input: { ...items, Key: key() },
      after: [holds(key())],
    },
    {
      name: "A removal where nothing is makes a bare item",
      call: "UpdateItem",
      input: { ...items, Key: key(), UpdateExpression: "REMOVE a" },
      after: [holds(key())],
    },
    ...(
      [
        ["NONE", { Attributes: is.absent }],
        ["ALL_OLD", { Attributes: { ...key(), a: N(1), b: N(5) } }],
        ["ALL_NEW", { Attributes: { ...key(), a: N(2), b: N(5), c: N(2) } }],
        ["UPDATED_OLD", { Attributes: { a: N(1), b: is.absent, c: is.absent, pk: is.absent } }],
        ["UPDATED_NEW", { Attributes: { a: N(2), b: is.absent, c: N(2), pk: is.absent } }],
      ] as const
    ).map(([ReturnValues, gives]): Case => ({
      name: `UpdateItem answers ${ReturnValues}`,
      before: [put({ a: N(1), b: N(5) })],
      call: "UpdateItem",
      input: {
        ...items,
        Key: key(),
        UpdateExpression: "SET a = :v, c = :v",
        ExpressionAttributeValues: { ":v": N(2) },
        ReturnValues,
      },
      gives,
    })),
    {
      name: "ALL_OLD of an item that was not there is nothing",
      call: "UpdateItem",
      input: {
        ...items,
        Key: key(),
        UpdateExpression: "SET a = :v",
        ExpressionAttributeValues: { ":v": N(2) },
        ReturnValues: "ALL_OLD",
      },
      gives: { Attributes: is.absent },
    },
    {
      name: "UPDATED_NEW of a removal is nothing",
      before: [put({ a: N(1) })],
      call: "UpdateItem",
      input: { ...items, Key: key(), UpdateExpression: "REMOVE a", ReturnValues: "UPDATED_NEW" },
      gives: { Attributes: is.absent },
    },
    {
      name: "UPDATED_NEW of a member removed from a list is nothing",
      before: [put({ l: L(N(1), N(2)) })],
      call: "UpdateItem",
      input: { ...items, Key: key(), UpdateExpression: "REMOVE l[0]", ReturnValues: "UPDATED_NEW" },
      gives: { Attributes: is.absent },
      source: "ExtendDB/extenddb issue 98, measured on AWS",
    },
    {
      name: "UPDATED_NEW of a nested path tells the path alone",
      before: [put({ m: M({ a: N(1), b: N(2) }) })],
      call: "UpdateItem",
      input: {
        ...items,
        Key: key(),
        UpdateExpression: "SET m.a = :v",
        ExpressionAttributeValues: { ":v": N(9) },
        ReturnValues: "UPDATED_NEW",
      },
      gives: { Attributes: { m: { M: { a: N(9), b: is.absent } } } },
    },
    {
      name: "ReturnValues is unknown",
      call: "UpdateItem",
      input: { ...items, Key: key(), ReturnValues: "SOME" },
      fails: "ValidationException",
    },
  ],
};
