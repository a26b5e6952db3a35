import { toJsonSchema, type JsonSchema } from "@valibot/to-json-schema";
import type { GenericSchema } from "valibot";

/** Schemas that the document gives a name of their own, wherever they appear: "Payment". */
export type NamedSchemas = Readonly<Record<string, GenericSchema>>;

/** Turns the routes' schemas into those of the document; one that JSON Schema cannot express throws. */
export interface JsonSchemas {
  /** A schema where it is used: a reference when it has a name. */
  use(schema: GenericSchema): JsonSchema;
  /** Every named schema in full. */
  readonly components: Readonly<Record<string, JsonSchema>>;
}

/** JSON Schemas (draft 2020-12, the one of OpenAPI 3.1) of what travels on the wire. */
export function createJsonSchemas(named: NamedSchemas): JsonSchemas {
  const convert = (schema: GenericSchema, definitions: NamedSchemas): JsonSchema => {
    const {
      $schema: _,
      $defs: __,
      ...converted
    } = toJsonSchema(schema, {
      target: "draft-2020-12",
      // What travels: before the parsers of ids turn text into their own types.
      typeMode: "input",
      errorMode: "throw",
      definitions,
      overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
    });
    return converted;
  };
  const others = (name: string) => Object.fromEntries(Object.entries(named).filter(([other]) => other !== name));
  return {
    use: (schema) => convert(schema, named),
    components: Object.fromEntries(
      Object.entries(named).map(([name, schema]) => [name, convert(schema, others(name))]),
    ),
  };
}
