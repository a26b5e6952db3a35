import struct from "google-protobuf/google/protobuf/struct_pb.js";
import type { Properties } from "../../core/resource.ts";

/** A protobuf struct as JSON; empty where there is none. */
export function fromStruct(value: struct.Struct | undefined): Properties {
  return value?.toJavaScript() ?? {};
}

/** JSON as a protobuf struct; what is absent is left out. */
export function toStruct(properties: Properties = {}): struct.Struct {
  // Through JSON: a struct refuses `undefined`. What is parsed is JSON again, the struct's own domain.
  const json = JSON.parse(JSON.stringify(properties)) as { [key: string]: struct.JavaScriptValue };
  return struct.Struct.fromJavaScript(json);
}
