import type { Case, Fields, Suite } from "../../case.ts";
import { createTable, dropTable, invalid, items, key, L, N, put, S, SS } from "./shared.ts";

function condition(name: string, expression: string, message: RegExp, more: Fields = {}): Case {
  return {
    name,
    call: "DeleteItem",
    input: { ...items, Key: key(), ConditionExpression: expression, ...more },
    fails: invalid(message),
  };
}

function update(name: string, expression: string, message: RegExp, more: Fields = {}): Case {
  return {
    name,
    call: "UpdateItem",
    input: { ...items, Key: key(), UpdateExpression: expression, ...more },
    fails: invalid(message),
  };
}

const values = (given: Fields): Fields => ({ ExpressionAttributeValues: given });
const names = (given: Fields): Fields => ({ ExpressionAttributeNames: given });
const one = values({ ":v": N(1) });

/** What is wrong with an expression before any item is looked at. */
export const expressionCases: Suite = {
  service: "dynamodb",
  topic: "expressions",
  setUp: createTable("items"),
  tearDown: [dropTable("items")],
  cases: [
    condition("A condition is empty", "", /The expression can not be empty/),
    update("An update is empty", "", /The expression can not be empty/),
    condition(
      "A condition ends too early",
      "a =",
      /^Invalid ConditionExpression: Syntax error; token: "<EOF>", near: "="/,
    ),
    condition("A condition has a stray token", "a = :v :v", /Syntax error; token: ":v", near: ":v :v"/, one),
    condition("An unknown function", "exists(a)", /Invalid function name; function: exists/),
    condition("A function has too few operands", "begins_with(a)", /Incorrect number of operands .*begins_with/),
    condition(
      "attribute_exists takes a path, no value",
      "attribute_exists(:v)",
      /Operator or function requires a document path; operator or function: attribute_exists/,
      one,
    ),
    condition(
      "begins_with takes no number",
      "begins_with(a, :v)",
      /Incorrect operand type for operator or function; operator or function: begins_with, operand type: N/,
      one,
    ),
    condition(
      "attribute_type takes a known type",
      "attribute_type(a, :v)",
      /Invalid attribute type name found; type: X/,
      values({ ":v": S("X") }),
    ),
    condition(
      "A comparison takes no set",
      "a < :v",
      /Incorrect operand type for operator or function; operator or function: <, operand type: SS/,
      values({ ":v": SS("a") }),
    ),
    condition(
      "A comparison of a value with a path to itself is refused",
      "a = a",
      /The first operand must be distinct from the remaining operands for this operator or function; operator: =/,
    ),
    condition("A reserved word", "status = :v", /Attribute name is a reserved keyword; reserved keyword: status/, one),
    update("A reserved word, whatever its case", "SET Name = :v", /reserved keyword; reserved keyword: Name/, one),
    {
      name: "A reserved word in a projection",
      call: "GetItem",
      input: { ...items, Key: key(), ProjectionExpression: "a, #b, ttl", ExpressionAttributeNames: { "#b": "b" } },
      fails: invalid(/Invalid ProjectionExpression: Attribute name is a reserved keyword; reserved keyword: ttl/),
    },
    {
      name: "A reserved word under another name",
      call: "UpdateItem",
      input: { ...items, Key: key(), UpdateExpression: "SET #s = :v", ...names({ "#s": "status" }), ...one },
    },
    condition(
      "A name is undefined",
      "#a = :v",
      /An expression attribute name used in the document path is not defined; attribute name: #a/,
      one,
    ),
    condition(
      "A value is undefined",
      "a = :w",
      /An expression attribute value used in expression is not defined; attribute value: :w/,
      values({ ":v": N(1) }),
    ),
    condition(
      "A name is not used",
      "a = :v",
      /^Value provided in ExpressionAttributeNames unused in expressions: keys: \{#x\}/,
      { ...one, ...names({ "#x": "x" }) },
    ),
    condition(
      "A value is not used",
      "a = :v",
      /^Value provided in ExpressionAttributeValues unused in expressions: keys: \{:w\}/,
      values({ ":v": N(1), ":w": N(2) }),
    ),
    {
      name: "Names without an expression",
      call: "PutItem",
      input: { ...items, Item: key(), ...names({ "#x": "x" }) },
      fails: invalid(/ExpressionAttributeNames can only be specified when using expressions/),
    },
    {
      name: "Values without an expression",
      call: "PutItem",
      input: { ...items, Item: key(), ...one },
      fails: invalid(/ExpressionAttributeValues can only be specified when using expressions/),
    },
    condition("No names at all in the map", "a = :v", /ExpressionAttributeNames must not be empty/, {
      ...one,
      ...names({}),
    }),
    condition("No values at all in the map", "attribute_exists(a)", /ExpressionAttributeValues must not be empty/, {
      ...values({}),
    }),
    condition(
      "A name without its sign",
      "a = :v",
      /ExpressionAttributeNames contains invalid key: Syntax error; key: "x"/,
      {
        ...one,
        ...names({ x: "x" }),
      },
    ),
    condition(
      "A value without its sign",
      "a = :v",
      /ExpressionAttributeValues contains invalid key: Syntax error; key: "v"/,
      {
        ...values({ v: N(1) }),
      },
    ),
    update("An update sets a path twice", "SET a = :v, a = :v", /Two document paths overlap with each other/, one),
    update(
      "An update sets a path and a part of it",
      "SET a = :v REMOVE a.b",
      /Two document paths overlap with each other/,
      one,
    ),
    update("A map and a list at once", "SET a.b = :v, a[0] = :v", /Two document paths conflict with each other/, one),
    update("A section comes twice", "SET a = :v SET b = :v", /The "SET" section can only be used once/, one),
    update(
      "ADD takes numbers and sets only",
      "ADD a :v",
      /Incorrect operand type .*ADD.*operand type: STRING/,
      values({ ":v": S("x") }),
    ),
    update("DELETE takes sets only", "DELETE a :v", /Incorrect operand type .*DELETE.*operand type: NUMBER/, one),
    update(
      "A sum takes numbers only",
      "SET a = a + :v",
      /Incorrect operand type .*operator or function: \+, operand type: S/,
      values({ ":v": S("x") }),
    ),
    update(
      "list_append takes lists only",
      "SET a = list_append(a, :v)",
      /Incorrect operand type .*list_append, operand type: N/,
      one,
    ),
    update(
      "An update of the partition key",
      "SET pk = :v",
      /Cannot update attribute pk\. This attribute is part of the key/,
      values({ ":v": S("x") }),
    ),
    update("A removal of the sort key", "REMOVE sk", /Cannot update attribute sk\. This attribute is part of the key/),
    update(
      "A condition function in an update",
      "SET a = size(b)",
      /The function is not allowed in an update expression; function: size/,
    ),
    condition(
      "An update function in a condition",
      "if_not_exists(a, :v) = :v",
      /The function is not allowed in a condition expression; function: if_not_exists/,
      one,
    ),
    condition(
      "An expression of more than 4 KB",
      `a = :v${" OR a = :v".repeat(420)}`,
      /Expression size has exceeded the maximum allowed size; expression size: 4206/,
      one,
    ),
    condition(
      "More than 100 candidates",
      `a IN (:v${", :v".repeat(100)})`,
      /The IN operator is provided with too many operands; number of operands: 101/,
      one,
    ),
    condition(
      "A path of 33 steps",
      `attribute_exists(a${".b".repeat(32)})`,
      /The document path has too many nesting levels; nesting levels: 33/,
    ),
    condition(
      "More than 300 operators",
      `a=:v${" OR a=:v".repeat(300)}`,
      /The expression contains too many operators; operator count: 601/,
      one,
    ),
    {
      name: "A keyword may be written in any case",
      before: [put({ a: N(1) })],
      call: "UpdateItem",
      input: {
        ...items,
        Key: key(),
        UpdateExpression: "set a = :v Remove b aDD n :v",
        ConditionExpression: "a = :v or NoT attribute_exists(c)",
        ...one,
        ReturnValues: "ALL_NEW",
      },
      gives: { Attributes: { a: N(1), n: N(1) } },
    },
    {
      name: "A legacy parameter and an expression at once",
      call: "PutItem",
      input: { ...items, Item: key(), Expected: { a: { Exists: false } }, ConditionExpression: "attribute_exists(a)" },
      fails: invalid(/Can not use both expression and non-expression parameters in the same request/),
    },
    {
      name: "A list index may not be negative",
      call: "UpdateItem",
      input: { ...items, Key: key(), UpdateExpression: "REMOVE l[-1]" },
      fails: invalid(/Syntax error/),
    },
    {
      name: "A name may have a dot when it has a placeholder",
      before: [put({ "a.b": L(N(1)) })],
      call: "GetItem",
      input: { ...items, Key: key(), ProjectionExpression: "#d[0]", ...names({ "#d": "a.b" }) },
      gives: { Item: { "a.b": L(N(1)) } },
    },
  ],
};
