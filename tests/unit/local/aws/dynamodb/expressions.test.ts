import { beforeEach, describe, expect, it } from "vitest";
import { createHarness, type Harness, type Input, key, ledgerTable } from "./harness.ts";

const invalid = "ValidationException: ";
const inCondition = `${invalid}Invalid ConditionExpression: `;
const inUpdate = `${invalid}Invalid UpdateExpression: `;
const failed = "ConditionalCheckFailedException: The conditional request failed";
const n = (value: number): Input => ({ N: `${value}` });

let local: Harness;
beforeEach(() => {
  local = createHarness();
  local.call("CreateTable", ledgerTable());
  local.call("PutItem", { TableName: "ledger", Item: { ...key("a"), ...document } });
});

const document = {
  n: n(5),
  s: { S: "abc" },
  tags: { SS: ["x", "y"] },
  entries: { L: [n(1), { M: { deep: { S: "d" } } }] },
  doc: { M: { part: n(2), "with space": { BOOL: true } } },
  bytes: { B: "AQID" },
};

function judge(expression: string, values?: Input, names?: Input): unknown {
  return local.answer("DeleteItem", {
    TableName: "ledger",
    Key: key("a"),
    ConditionExpression: expression,
    ExpressionAttributeValues: values,
    ExpressionAttributeNames: names,
  });
}

function update(expression: string, values?: Input, names?: Input): unknown {
  const reply = local.answer("UpdateItem", {
    TableName: "ledger",
    Key: key("a"),
    UpdateExpression: expression,
    ReturnValues: "UPDATED_NEW",
    ExpressionAttributeValues: values,
    ExpressionAttributeNames: names,
  });
  return typeof reply === "string" ? reply : reply["Attributes"];
}

describe("conditions", () => {
  it.each<[string, Input | undefined, boolean]>([
    ["n = :v", { ":v": { N: "5.0" } }, true],
    ["n < :v", { ":v": n(10) }, true],
    ["n < :v", { ":v": { S: "9" } }, false],
    ["s >= :v", { ":v": { S: "abc" } }, true],
    ["n <> :v", { ":v": n(5) }, false],
    ["nowhere <> :v", { ":v": n(5) }, true],
    ["nowhere = :v", { ":v": n(5) }, false],
    ["NOT nowhere = :v", { ":v": n(5) }, true],
    ["n BETWEEN :a AND :b", { ":a": n(5), ":b": n(6) }, true],
    ["n IN (:a, :b)", { ":a": n(4), ":b": n(5) }, true],
    ["attribute_exists(doc.part)", undefined, true],
    ["attribute_exists(entries[1].deep)", undefined, true],
    ["attribute_not_exists(entries[2])", undefined, true],
    ["attribute_type(tags, :v)", { ":v": { S: "SS" } }, true],
    ["begins_with(s, :v)", { ":v": { S: "ab" } }, true],
    ["begins_with(bytes, :v)", { ":v": { B: "AQI=" } }, true],
    ["contains(s, :v)", { ":v": { S: "bc" } }, true],
    ["contains(tags, :v)", { ":v": { S: "x" } }, true],
    ["contains(entries, :v)", { ":v": n(1) }, true],
    ["size(entries) = :v", { ":v": n(2) }, true],
    ["size(s) > :v", { ":v": n(3) }, false],
    ["tags = :v", { ":v": { SS: ["y", "x"] } }, true],
    ["n = :v OR s = :w AND s = :v", { ":v": n(5), ":w": { S: "no" } }, true],
    ["(n = :v OR s = :w) AND s = :v", { ":v": n(5), ":w": { S: "no" } }, false],
    ["not (n = :v) or attribute_exists ( pk )", { ":v": n(5) }, true],
    ["(n) = :v", { ":v": n(5) }, true],
  ])("%s %j is %s", (expression, values, holds) => {
    expect(judge(expression, values)).toEqual(holds ? {} : failed);
  });

  it("reads names that only a placeholder can write", () => {
    expect(judge("#m.#k = :v", { ":v": { BOOL: true } }, { "#m": "doc", "#k": "with space" })).toEqual({});
  });

  it.each<[string, Input | undefined, string]>([
    ["name = :v", { ":v": n(1) }, `${inCondition}Attribute name is a reserved keyword; reserved keyword: name`],
    ["", undefined, `${inCondition}The expression can not be empty;`],
    ["n = = :v", { ":v": n(1) }, `${inCondition}Syntax error; token: "=", near: "= = :v"`],
    ["n = :v AND", { ":v": n(1) }, `${inCondition}Syntax error; token: "<EOF>", near: "AND"`],
    ["n", undefined, `${inCondition}Syntax error; token: "<EOF>", near: "n"`],
    ["1x = :v", { ":v": n(1) }, `${inCondition}Syntax error; token: "1", near: "1x"`],
    [
      "pk.part = :v",
      { ":v": n(1) },
      `${invalid}Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: pk`,
    ],
    ["((n = :v))", { ":v": n(1) }, `${inCondition}The expression has redundant parentheses;`],
    ["foo(n)", undefined, `${inCondition}Invalid function name; function: foo`],
    [
      "if_not_exists(n, :v) = :v",
      { ":v": n(1) },
      `${inCondition}The function is not allowed in a condition expression; function: if_not_exists`,
    ],
    [
      "attribute_exists(n) = :v",
      { ":v": n(1) },
      `${inCondition}The function is not allowed to be used this way in an expression; function: attribute_exists`,
    ],
    [
      "begins_with(n, :v)",
      { ":v": n(1) },
      `${inCondition}Incorrect operand type for operator or function; ` +
        "operator or function: begins_with, operand type: N",
    ],
    [
      "begins_with(n)",
      undefined,
      `${inCondition}Incorrect number of operands for operator or function; ` +
        "operator or function: begins_with, number of operands: 1",
    ],
    [
      "n = n",
      undefined,
      `${inCondition}The first operand must be distinct from the remaining operands for this operator or function; ` +
        "operator: =, first operand: [n]",
    ],
    [
      "n BETWEEN :a AND :b",
      { ":a": n(2), ":b": n(1) },
      `${inCondition}The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ` +
        "lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}",
    ],
    [
      "n = :w",
      { ":v": n(1) },
      `${inCondition}An expression attribute value used in expression is not defined; attribute value: :w`,
    ],
    [
      "n = :v",
      { ":v": n(1), ":w": n(2) },
      `${invalid}Value provided in ExpressionAttributeValues unused in expressions: keys: {:w}`,
    ],
    ["attribute_exists(n)", {}, `${invalid}ExpressionAttributeValues must not be empty`],
    ["n = :v", { v: n(1) }, `${invalid}ExpressionAttributeValues contains invalid key: Syntax error; key: "v"`],
    [
      "n = :v",
      { ":v": { N: "many" } },
      `${invalid}ExpressionAttributeValues contains invalid value: ` +
        "The parameter cannot be converted to a numeric value: many for key :v",
    ],
  ])("refuses %s %j", (expression, values, refused) => {
    expect(judge(expression, values)).toBe(refused);
  });

  it("refuses names that are undefined or unused", () => {
    expect(judge("#x = n")).toBe(
      `${inCondition}An expression attribute name used in the document path is not defined; attribute name: #x`,
    );
    expect(judge("attribute_exists(n)", undefined, { "#x": "n" })).toBe(
      `${invalid}Value provided in ExpressionAttributeNames unused in expressions: keys: {#x}`,
    );
  });
});

describe("updates", () => {
  it.each<[string, Input | undefined, unknown]>([
    ["SET n = n + :v", { ":v": { N: "0.10" } }, { n: { N: "5.1" } }],
    ["SET n = :v - n", { ":v": n(1) }, { n: n(-4) }],
    ["SET q = if_not_exists(q, :v), n = if_not_exists(n, :v)", { ":v": n(1) }, { q: n(1), n: n(5) }],
    ["SET q = if_not_exists(q, n) + :v", { ":v": n(1) }, { q: n(6) }],
    [
      "SET entries = list_append(:v, entries)",
      { ":v": { L: [n(0)] } },
      { entries: { L: [n(0), ...document.entries.L] } },
    ],
    ["SET entries[9] = :v", { ":v": n(9) }, undefined],
    ["SET doc.fresh = :v", { ":v": n(9) }, { doc: { M: { fresh: n(9) } } }],
    ["SET s = n, n = :v", { ":v": n(1) }, { s: n(5), n: n(1) }],
    ["ADD n :v", { ":v": n(2) }, { n: n(7) }],
    ["ADD q :v", { ":v": n(2) }, { q: n(2) }],
    ["ADD tags :v", { ":v": { SS: ["a", "x"] } }, { tags: { SS: ["a", "x", "y"] } }],
    ["DELETE tags :v", { ":v": { SS: ["x", "q"] } }, { tags: { SS: ["y"] } }],
    ["DELETE tags :v", { ":v": { SS: ["x", "y"] } }, undefined],
    ["REMOVE entries[0], nowhere SET n = :v", { ":v": n(1) }, { n: n(1) }],
  ])("%s %j", (expression, values, updated) => {
    const shown = update(expression, values);
    expect(shown).toEqual(updated);
  });

  it("creates the item where there is none", () => {
    const created = { TableName: "ledger", Key: key("new"), UpdateExpression: "SET n = :v", ReturnValues: "ALL_NEW" };
    expect(local.call("UpdateItem", { ...created, ExpressionAttributeValues: { ":v": n(1) } })).toEqual({
      Attributes: { ...key("new"), n: n(1) },
    });
  });

  it("removes list members by the indexes that they had", () => {
    update("SET l = :l", { ":l": { L: [n(0), n(1), n(2), n(3)] } });
    update("REMOVE l[0], l[2] SET l[1] = :v", { ":v": n(9) });
    expect(local.call("GetItem", { TableName: "ledger", Key: key("a") })).toMatchObject({
      Item: { l: { L: [n(9), n(3)] } },
    });
  });

  it("leaves what others read untouched", () => {
    const read = (): unknown => local.call("GetItem", { TableName: "ledger", Key: key("a") })["Item"];
    const before = read();
    const copy = structuredClone(before);
    update("SET doc.part = :v, entries[1].deep = :v, n = n + :v", { ":v": n(1) });
    expect(before).toEqual(copy);
    expect(read()).not.toEqual(copy);
  });

  const path = `${invalid}The document path provided in the update expression is invalid for update`;
  const type = `${invalid}An operand in the update expression has an incorrect data type`;
  it.each<[string, Input | undefined, string]>([
    [
      "SET n = :v SET s = :v",
      { ":v": n(1) },
      `${inUpdate}The "SET" section can only be used once in an update expression;`,
    ],
    ["FOO n", undefined, `${inUpdate}Syntax error; token: "FOO", near: "FOO n"`],
    ["SET n = n + :v + :v", { ":v": n(1) }, `${inUpdate}Syntax error; token: "+", near: ":v + :v"`],
    [
      "SET doc.a = :v, doc = :v",
      { ":v": n(1) },
      `${inUpdate}Two document paths overlap with each other; must remove or rewrite one of these paths; ` +
        "path one: [doc, a], path two: [doc]",
    ],
    [
      "SET q.a = :v, q[0] = :v",
      { ":v": n(1) },
      `${inUpdate}Two document paths conflict with each other; must remove or rewrite one of these paths; ` +
        "path one: [q, a], path two: [q, [0]]",
    ],
    [
      "SET pk = :v",
      { ":v": { S: "b" } },
      `${invalid}One or more parameter values were invalid: ` +
        "Cannot update attribute pk. This attribute is part of the key",
    ],
    [
      "SET q = nowhere",
      undefined,
      `${invalid}The provided expression refers to an attribute that does not exist in the item`,
    ],
    ["SET s = s + :v", { ":v": n(1) }, type],
    ["SET n = list_append(n, :v)", { ":v": { L: [] } }, type],
    ["ADD s :v", { ":v": n(1) }, type],
    ["DELETE tags :v", { ":v": { NS: ["1"] } }, type],
    [
      "ADD n :v",
      { ":v": { S: "1" } },
      `${inUpdate}Incorrect operand type for operator or function; ` +
        "operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND",
    ],
    [
      "SET n = n + :v",
      { ":v": { S: "1" } },
      `${inUpdate}Incorrect operand type for operator or function; operator or function: +, operand type: S`,
    ],
    ["SET n.part = :v", { ":v": n(1) }, path],
    [
      "SET due.part = :v",
      { ":v": n(1) },
      `${invalid}Key attributes must be scalars; ` +
        "list random access '[]' and map lookup '.' are not allowed: IndexKey: due",
    ],
    [
      "SET n = if_not_exists(n, n)",
      undefined,
      `${inUpdate}The first operand must be distinct from the remaining operands for this operator or function; ` +
        "operator: if_not_exists, first operand: [n]",
    ],
    [
      "SET n = if_not_exists(n, nowhere)",
      undefined,
      `${invalid}The provided expression refers to an attribute that does not exist in the item`,
    ],
    [
      "SET entries = if_not_exists(nowhere, list_append(entries, :v))",
      { ":v": { L: [] } },
      `${inUpdate}The function is not allowed to be used this way in an expression; function: list_append`,
    ],
    ["SET nowhere.part = :v", { ":v": n(1) }, path],
    ["REMOVE n[0]", undefined, path],
    ["SET n = size(s)", undefined, `${inUpdate}The function is not allowed in an update expression; function: size`],
    [
      "SET due = :v",
      { ":v": n(1) },
      `${invalid}One or more parameter values were invalid: ` +
        "The update expression attempted to update the secondary index key to unsupported type",
    ],
    [
      "SET q = :v",
      { ":v": { S: "x".repeat(400 * 1_024) } },
      `${invalid}Item size to update has exceeded the maximum allowed size`,
    ],
  ])("refuses %s", (expression, values, refused) => {
    expect(update(expression, values)).toBe(refused);
  });
});

describe("projections", () => {
  it.each<[string, unknown]>([
    ["n, nowhere", { n: n(5) }],
    ["entries[1].deep, doc.part", { entries: { L: [{ M: { deep: { S: "d" } } }] }, doc: { M: { part: n(2) } } }],
    ["entries[7]", {}],
  ])("%s", (expression, item) => {
    const read = { TableName: "ledger", Key: key("a"), ProjectionExpression: expression };
    expect(local.call("GetItem", read)).toEqual({ Item: item });
  });

  it("refuses paths that overlap", () => {
    const read = { TableName: "ledger", Key: key("a"), ProjectionExpression: "doc, doc.part" };
    expect(local.answer("GetItem", read)).toBe(
      `${invalid}Invalid ProjectionExpression: Two document paths overlap with each other; ` +
        "must remove or rewrite one of these paths; path one: [doc], path two: [doc, part]",
    );
  });
});
