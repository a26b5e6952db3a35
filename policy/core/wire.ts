import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { UNKNOWN } from "./reader.ts";

/** Properties of a resource, as rules read them. */
export type Properties = Readonly<Record<string, unknown>>;

/** How Pulumi marks what JSON has no word for (pulumi, sdk/go/common/resource/sig/sig.go). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** What stands for a value that is not known yet, by its type (pulumi, sdk/go/common/resource/plugin/rpc.go). */
const UNKNOWNS: ReadonlySet<string> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** What the engine sent: secrets are unwrapped, and `UNKNOWN` stands for what is not known yet. */
export function propertiesOf(sent: struct.Struct | undefined): Properties {
  const properties: Record<string, unknown> = {};
  sent?.getFieldsMap().forEach((value, key) => (properties[key] = plain(value)));
  return properties;
}

function plain(value: struct.Value): unknown {
  const { KindCase } = struct.Value;
  switch (value.getKindCase()) {
    case KindCase.STRING_VALUE: {
      const text = value.getStringValue();
      return UNKNOWNS.has(text) ? UNKNOWN : text;
    }
    case KindCase.NUMBER_VALUE:
      return value.getNumberValue();
    case KindCase.BOOL_VALUE:
      return value.getBoolValue();
    case KindCase.LIST_VALUE:
      return value.getListValue()?.getValuesList().map(plain);
    case KindCase.STRUCT_VALUE: {
      const block = propertiesOf(value.getStructValue());
      return block[SIGNATURE] === SECRET ? block["value"] : block;
    }
    case KindCase.NULL_VALUE:
    case KindCase.KIND_NOT_SET:
      return null;
  }
}

/** What the engine sent, with what differs between `before` and `after`; all else stays as it was sent, secrets too. */
export function withChanges(sent: struct.Struct, before: Properties, after: Properties): struct.Struct {
  const changed = new struct.Struct();
  const fields = changed.getFieldsMap();
  sent.getFieldsMap().forEach((value, key) => {
    if (!(key in before) || after[key] !== undefined) fields.set(key, value);
  });
  for (const [key, value] of Object.entries(after)) {
    if (value === undefined || value === before[key]) continue;
    // What a rule puts in is JSON: `remediate` gives properties as a program would write them.
    fields.set(key, struct.Value.fromJavaScript(value as struct.JavaScriptValue));
  }
  return changed;
}
