import type { AttributeValue, TransactWriteItem } from "@aws-sdk/client-dynamodb";
import type { Clause, LedgerWrite, Test } from "../domain/ledger-write.ts";
import { encodeKey, encodeKeyedItem, encodeValue } from "./item-codec.ts";

/** A change of the ledger as the items of one `TransactWriteItems`; each hands back the item that refuses it. */
export function transactItems(table: string, writes: readonly LedgerWrite[]): TransactWriteItem[] {
  return writes.map((write) => transactItem(table, write));
}

const ReturnValuesOnConditionCheckFailure = "ALL_OLD";

function transactItem(TableName: string, write: LedgerWrite): TransactWriteItem {
  switch (write.write) {
    case "put": {
      const Item = encodeKeyedItem(write.key, write.item);
      return {
        Put: {
          TableName,
          ReturnValuesOnConditionCheckFailure,
          Item,
          ConditionExpression: "attribute_not_exists(pk)",
        },
      };
    }
    case "check": {
      const terms = new Terms();
      const ConditionExpression = terms.conditions(write.require);
      const Key = encodeKey(write.key);
      return {
        ConditionCheck: {
          TableName,
          ReturnValuesOnConditionCheckFailure,
          Key,
          ConditionExpression,
          ExpressionAttributeNames: terms.names,
          ExpressionAttributeValues: terms.values,
        },
      };
    }
    case "update": {
      const terms = new Terms();
      const UpdateExpression = terms.update(write);
      const ConditionExpression = write.require.length > 0 ? terms.conditions(write.require) : undefined;
      const Key = encodeKey(write.key);
      return {
        Update: {
          TableName,
          ReturnValuesOnConditionCheckFailure,
          Key,
          UpdateExpression,
          ConditionExpression,
          ExpressionAttributeNames: terms.names,
          ExpressionAttributeValues: terms.values,
        },
      };
    }
  }
}

/** Collects the placeholders of one item's expressions. */
class Terms {
  readonly names: Record<string, string> = {};
  readonly #values: Record<string, AttributeValue> = {};
  #count = 0;

  conditions(clauses: readonly Clause[]): string {
    let text = "";
    for (const { anyOf } of clauses) text += text === "" ? this.#anyOf(anyOf) : ` AND ${this.#anyOf(anyOf)}`;
    return text;
  }

  update({ set = {}, add = {}, remove = [] }: Extract<LedgerWrite, { write: "update" }>): string {
    let sets = "";
    for (const [field, value] of Object.entries(set)) {
      sets += `${sets === "" ? "SET " : ", "}${this.#name(field)} = ${this.#value(encodeValue(value))}`;
    }
    let adds = "";
    for (const [field, delta] of Object.entries(add)) {
      adds += `${adds === "" ? "ADD " : ", "}${this.#name(field)} ${this.#value(encodeValue(delta))}`;
    }
    let removes = "";
    for (const field of remove) removes += `${removes === "" ? "REMOVE " : ", "}${this.#name(field)}`;
    return joined(joined(sets, adds), removes);
  }

  /** Undefined where there is none: DynamoDB refuses an empty map. */
  get values(): Record<string, AttributeValue> | undefined {
    return this.#count === 0 ? undefined : this.#values;
  }

  #anyOf(tests: readonly Test[]): string {
    const [only] = tests;
    if (only !== undefined && tests.length === 1) return this.#test(only);
    return `(${tests.map((test) => this.#test(test)).join(" OR ")})`;
  }

  #test(test: Test): string {
    switch (test.is) {
      case "absent":
        return `attribute_not_exists(${this.#name(test.field)})`;
      case "present":
        return `attribute_exists(${this.#name(test.field)})`;
      case "=":
      case "<=":
      case ">=":
      case ">":
        return `${this.#name(test.field)} ${test.is} ${this.#value(encodeValue(test.value))}`;
    }
  }

  #name(field: string): string {
    const name = `#${field}`;
    this.names[name] = field;
    return name;
  }

  #value(value: AttributeValue): string {
    const name = `:${this.#count}`;
    this.#count += 1;
    this.#values[name] = value;
    return name;
  }
}

function joined(one: string, other: string): string {
  return one === "" || other === "" ? one + other : `${one} ${other}`;
}
