import { AwsError, notImplemented } from "../../core/errors.ts";
import type { Existing, InputRule, Properties, ResourceModel } from "../../core/resource.ts";
import { givenInputs } from "../given-inputs.ts";
import { defineResource } from "../inputs.ts";
import type { Reader } from "../inputs.ts";
import { matching, oneOf } from "../rules.ts";
import { createEdgeFunction, maxCodeBytes } from "./edge-function.ts";
import type { EdgeFunction } from "./edge-function.ts";
import { behaviorUses, inUse, newId } from "./state.ts";
import type { CloudFrontState, StoredFunction } from "./state.ts";

const inputs: Readonly<Record<string, InputRule>> = {
  name: {
    replaces: true,
    autoName: { lengthMax: 64 },
    ...matching(/^[a-zA-Z0-9-_]{1,64}$/, "must be 1 to 64 letters, digits, hyphens and underscores"),
  },
  code: { required: true },
  comment: {},
  keyValueStoreAssociations: { unordered: true },
  publish: { default: true },
  runtime: { required: true, ...oneOf("cloudfront-js-1.0", "cloudfront-js-2.0") },
};

/** `aws:cloudfront/function:Function`: what is written last, and, once published, what distributions run. */
export function functionModel(state: CloudFrontState): ResourceModel {
  const { kernel } = state;
  const find = ({ id }: Existing): StoredFunction | undefined =>
    [...state.functions.values()].find(({ name }) => name === id);
  return defineResource({
    type: "aws:cloudfront/function:Function",
    global: true,
    inputs,
    recomputed: ["etag", "liveStageEtag"],
    create(reader, { accountId }) {
      const name = reader.requiredText("name");
      const arn = `arn:aws:cloudfront::${accountId}:function/${name}`;
      if (state.functions.has(arn)) {
        throw new AwsError("FunctionAlreadyExists", `A function with the same name already exists: ${name}.`, 409);
      }
      const written = write(state, reader, name, arn);
      const stored: StoredFunction = { name, arn, given: {}, etag: "", live: undefined, liveEtag: "" };
      state.functions.set(arn, stored);
      return { id: name, outputs: settle(stored, written, reader, newId(kernel)) };
    },
    read(existing) {
      const stored = find(existing);
      return stored === undefined ? undefined : outputsOf(stored);
    },
    update(reader, existing) {
      const stored = find(existing);
      if (stored === undefined) {
        throw new AwsError("NoSuchFunctionExists", "The specified function does not exist.", 404);
      }
      return settle(stored, write(state, reader, stored.name, stored.arn), reader, newId(kernel));
    },
    delete(existing) {
      const stored = find(existing);
      if (stored === undefined) return;
      const uses = behaviorUses(state, ({ viewerRequestFunctionArn }) => viewerRequestFunctionArn === stored.arn);
      if (uses > 0) {
        throw inUse("FunctionInUse", `Cannot delete function ${stored.name}, it is in use by ${uses} distributions`);
      }
      stored.live?.sandbox.dispose();
      state.functions.delete(stored.arn);
    },
  });
}

/** The function that the inputs describe. Throws what CloudFront would refuse. */
function write(state: CloudFrontState, reader: Reader, name: string, arn: string): EdgeFunction {
  const runtime = reader.requiredText("runtime");
  if (runtime !== "cloudfront-js-2.0") throw notImplemented(`${reader.what}.runtime ${runtime}`);
  const code = reader.requiredText("code");
  const bytes = Buffer.byteLength(code);
  if (bytes > maxCodeBytes) {
    const message = `The function ${name} has ${bytes} bytes; the limit is ${maxCodeBytes}.`;
    throw new AwsError("FunctionSizeLimitExceeded", message, 413);
  }
  const associations = reader.texts("keyValueStoreAssociations");
  if (associations.length > 1) {
    throw new AwsError("InvalidArgument", "A function can have one key value store associated.");
  }
  const stores = associations.map((storeArn) => {
    const found = state.stores.get(storeArn);
    if (found === undefined) throw new AwsError("EntityNotFound", `There is no key value store ${storeArn}.`, 404);
    return found.store;
  });
  return createEdgeFunction(name, arn, code, stores, () => state.kernel.now());
}

/** Takes what was written, and publishes it unless that is switched off: from then on it is what viewers meet. */
function settle(stored: StoredFunction, written: EdgeFunction, reader: Reader, etag: string): Properties {
  stored.given = reader.properties;
  stored.etag = etag;
  if (reader.flag("publish") ?? true) {
    stored.live?.sandbox.dispose();
    stored.live = written;
    stored.liveEtag = etag;
  }
  return outputsOf(stored);
}

function outputsOf({ name, arn, given, etag, live, liveEtag }: StoredFunction): Properties {
  const status = live === undefined ? "UNPUBLISHED" : "DEPLOYED";
  return { ...givenInputs(inputs, given), name, arn, etag, status, liveStageEtag: liveEtag };
}
