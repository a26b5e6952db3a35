import { AwsError } from "../../core/errors.ts";
import type { Existing, InputRule, Properties, ResourceModel } from "../../core/resource.ts";
import { addressOf, givenInputs } from "../given-inputs.ts";
import { defineResource } from "../inputs.ts";
import { all, arn as arnRule, lengthBetween, matching } from "../rules.ts";
import { uuid } from "../uuid.ts";
import { createKeyValueStore } from "./key-value-store.ts";
import { inUse, newId } from "./state.ts";
import type { CloudFrontState, StoredKeyValueStore } from "./state.ts";

const inputs: Readonly<Record<string, InputRule>> = {
  name: {
    replaces: true,
    autoName: { lengthMax: 64 },
    ...all(
      lengthBetween(1, 64),
      matching(/^[a-zA-Z0-9-_]+$/, "must contain only letters, digits, hyphens and underscores"),
    ),
  },
  comment: lengthBetween(0, 128),
  timeouts: {},
};

/** `aws:cloudfront/keyValueStore:KeyValueStore`. Its keys live on their own. */
export function keyValueStoreModel(state: CloudFrontState): ResourceModel {
  const { kernel, stores } = state;
  const find = ({ id }: Existing): StoredKeyValueStore | undefined =>
    [...stores.values()].find(({ store }) => store.name === id);
  return defineResource({
    type: "aws:cloudfront/keyValueStore:KeyValueStore",
    global: true,
    inputs,
    recomputed: ["etag", "lastModifiedTime"],
    create(reader, { accountId }) {
      const name = reader.requiredText("name");
      if ([...stores.values()].some(({ store }) => store.name === name)) {
        throw new AwsError("EntityAlreadyExists", `The key value store ${name} already exists.`, 409);
      }
      const store = createKeyValueStore(kernel, name, uuid(kernel), accountId);
      const stored = { store, given: reader.properties, etag: newId(kernel), modifiedMs: kernel.now() };
      stores.set(store.arn, stored);
      return { id: name, outputs: outputsOf(stored) };
    },
    read(existing) {
      const stored = find(existing);
      return stored === undefined ? undefined : outputsOf(stored);
    },
    update(reader, existing) {
      const stored = find(existing);
      if (stored === undefined) {
        throw new AwsError("EntityNotFound", `There is no key value store ${existing.id}.`, 404);
      }
      Object.assign(stored, { given: reader.properties, etag: newId(kernel), modifiedMs: kernel.now() });
      return outputsOf(stored);
    },
    delete(existing) {
      const stored = find(existing);
      if (stored === undefined) return;
      const { arn, name } = stored.store;
      const reads = [...state.functions.values()].some(
        ({ given, live }) => named(given).includes(arn) || live?.stores.some((store) => store.arn === arn) === true,
      );
      if (reads) {
        throw inUse("CannotDeleteEntityWhileInUse", `The key value store ${name} is associated with a function.`);
      }
      stores.delete(arn);
    },
  });
}

/** `aws:cloudfront/keyvaluestoreKey:KeyvaluestoreKey`. */
export function keyModel({ stores }: CloudFrontState): ResourceModel {
  const keyOf = (existing: Existing): readonly [string, string] => {
    const [storeArn = "", key = ""] = addressOf(existing, ["keyValueStoreArn", "key"], ",") ?? [];
    return [storeArn, key];
  };
  const put = (storeArn: string, key: string, value: string): Properties => {
    const store = stores.get(storeArn)?.store;
    if (store === undefined) {
      throw new AwsError("ResourceNotFoundException", `There is no key value store ${storeArn}.`, 404);
    }
    store.update([[key, value]], [], undefined);
    return { totalSizeInBytes: store.totalBytes() };
  };
  return defineResource({
    type: "aws:cloudfront/keyvaluestoreKey:KeyvaluestoreKey",
    global: true,
    inputs: {
      key: { required: true, replaces: true },
      keyValueStoreArn: { required: true, replaces: true, ...arnRule },
      value: { required: true },
    },
    recomputed: ["totalSizeInBytes"],
    create(reader) {
      const storeArn = reader.requiredText("keyValueStoreArn");
      const key = reader.requiredText("key");
      return { id: `${storeArn},${key}`, outputs: put(storeArn, key, reader.text("value") ?? "") };
    },
    read(existing) {
      const [keyValueStoreArn, key] = keyOf(existing);
      const store = stores.get(keyValueStoreArn)?.store;
      const value = store?.items.get(key);
      if (store === undefined || value === undefined) return undefined;
      return { keyValueStoreArn, key, value, totalSizeInBytes: store.totalBytes() };
    },
    update(reader, existing) {
      const [storeArn, key] = keyOf(existing);
      return put(storeArn, key, reader.text("value") ?? "");
    },
    delete(existing) {
      const [storeArn, key] = keyOf(existing);
      const store = stores.get(storeArn)?.store;
      if (store?.items.has(key) === true) store.update([], [key], undefined);
    },
  });
}

function outputsOf({ store, given, etag, modifiedMs }: StoredKeyValueStore): Properties {
  const lastModifiedTime = new Date(modifiedMs).toISOString();
  return { ...givenInputs(inputs, given), name: store.name, arn: store.arn, etag, lastModifiedTime };
}

function named(given: Properties): readonly unknown[] {
  const associations = given["keyValueStoreAssociations"];
  return Array.isArray(associations) ? associations : [];
}
