import type { AttributeValue, TransactWriteItem } from "@aws-sdk/client-dynamodb";
import type { Clause, LedgerWrite, Test } from "../domain/ledger-write.ts";
import { encodeItem, encodeKey, encodeValue } from "./item-codec.ts";

/** A change of the ledger as the items of one `TransactWriteItems`; each hands back the item that refuses it. */
export function transactItems(table: string, writes: readonly LedgerWrite[]): TransactWriteItem[] {
  return writes.map((write) => transactItem(table, write));
}

function transactItem(TableName: string, write: LedgerWrite): TransactWriteItem {
  const common = { TableName, ReturnValuesOnConditionCheckFailure: "ALL_OLD" } as const;
  switch (write.write) {
    case "put": {
      const Item = { ...encodeKey(write.key), ...encodeItem(write.item) };
      return { Put: { ...common, Item, ConditionExpression: "attribute_not_exists(pk)" } };
    }
    case "check": {
      const terms = new Terms();
      const ConditionExpression = terms.conditions(write.require);
      return { ConditionCheck: { ...common, Key: encodeKey(write.key), ConditionExpression, ...terms.placeholders() } };
    }
    case "update": {
      const terms = new Terms();
      const UpdateExpression = terms.update(write);
      const condition = write.require.length > 0 ? { ConditionExpression: terms.conditions(write.require) } : {};
      const Key = encodeKey(write.key);
      return { Update: { ...common, Key, UpdateExpression, ...condition, ...terms.placeholders() } };
    }
  }
}

/** Collects the placeholders of one item's expressions. */
class Terms {
  readonly #names = new Map<string, string>();
  readonly #values: Record<string, AttributeValue> = {};
  #count = 0;

  conditions(clauses: readonly Clause[]): string {
    return clauses.map(({ anyOf }) => this.#anyOf(anyOf)).join(" AND ");
  }

  update({ set = {}, add = {}, remove = [] }: Extract<LedgerWrite, { write: "update" }>): string {
    const sets = Object.entries(set).map(
      ([field, value]) => `${this.#name(field)} = ${this.#value(encodeValue(value))}`,
    );
    const adds = Object.entries(add).map(([field, delta]) => `${this.#name(field)} ${this.#value(encodeValue(delta))}`);
    const removes = remove.map((field) => this.#name(field));
    const parts = [section("SET", sets), section("ADD", adds), section("REMOVE", removes)];
    return parts.filter((part) => part !== "").join(" ");
  }

  placeholders(): {
    ExpressionAttributeNames: Record<string, string>;
    ExpressionAttributeValues?: Record<string, AttributeValue>;
  } {
    const names: Record<string, string> = {};
    for (const [field, name] of this.#names) names[name] = field;
    if (this.#count === 0) return { ExpressionAttributeNames: names };
    return { ExpressionAttributeNames: names, ExpressionAttributeValues: this.#values };
  }

  #anyOf(tests: readonly Test[]): string {
    const terms = tests.map((test) => this.#test(test));
    return terms.length === 1 ? terms.join("") : `(${terms.join(" OR ")})`;
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
    const known = this.#names.get(field);
    if (known !== undefined) return known;
    const name = `#${field}`;
    this.#names.set(field, name);
    return name;
  }

  #value(value: AttributeValue): string {
    const name = `:${this.#count}`;
    this.#count += 1;
    this.#values[name] = value;
    return name;
  }
}

function section(keyword: string, terms: readonly string[]): string {
  return terms.length === 0 ? "" : `${keyword} ${terms.join(", ")}`;
}
