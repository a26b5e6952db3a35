import { readFileSync } from "node:fs";
import { validateXML } from "xmllint-wasm";

/** What a schema of ISO 20022 has against a message; nothing where it is valid. */
export async function faultsBySchema(xml: string, schema: string): Promise<readonly string[]> {
  const contents = readFileSync(`tests/fixtures/iso20022/${schema}.xsd`, "utf8");
  const file = { fileName: "message.xml", contents: xml };
  const { errors } = await validateXML({ xml: file, schema: { fileName: "schema.xsd", contents } });
  return errors.map(({ message }) => message);
}
