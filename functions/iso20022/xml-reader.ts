import { parseXml, XmlDocumentType, XmlElement, XmlError } from "@rgrove/parse-xml";
import { ok, refuse, type Result } from "../domain/result.ts";
import type { XmlRefusal } from "./xml-refusal.ts";

/** An element together with the namespace it is read in and the path that refusals name. */
export interface Place {
  readonly element: XmlElement;
  /** The prefix that the namespace is bound to, with its colon; empty for the default namespace. */
  readonly prefix: string;
  readonly namespace: string;
  readonly path: string;
}

/** Parses a document to its root element. Entities beyond XML's own five do not exist, and a DOCTYPE is refused. */
export function readRoot(xml: string): Result<Place, XmlRefusal> {
  try {
    const document = parseXml(xml, { preserveDocumentType: true });
    if (document.children.some((node) => node instanceof XmlDocumentType)) {
      return refuse({ code: "document_type_refused", message: "The file has a DOCTYPE; payment files need none." });
    }
    const root = document.root;
    if (root === null) return refuse({ code: "malformed_xml", message: "The file has no root element." });
    const prefix = root.name.includes(":") ? root.name.slice(0, root.name.indexOf(":") + 1) : "";
    return ok({ element: root, prefix, namespace: declared(root, prefix) ?? "", path: "" });
  } catch (error) {
    if (error instanceof XmlError) return refuse(malformed(error));
    // The XML library recurses into elements and has no limit of its own.
    if (error instanceof RangeError) {
      return refuse({ code: "malformed_xml", message: "The file nests elements too deeply." });
    }
    throw error;
  }
}

/** The child elements of one name, in document order; of several, each is counted in its path. */
function childrenOf(parent: Place, name: string): readonly Place[] {
  const { prefix, namespace } = parent;
  const named = parent.element.children.filter(
    (node): node is XmlElement =>
      node instanceof XmlElement && node.name === prefix + name && (declared(node, prefix) ?? namespace) === namespace,
  );
  const path = pathTo(parent, name);
  return named.map((element, at) => ({ ...parent, element, path: named.length > 1 ? `${path}[${at + 1}]` : path }));
}

/** The child element of a name if it is there; two are refused. */
export function optionalChild(parent: Place, name: string): Result<Place | undefined, XmlRefusal> {
  const [child, second] = childrenOf(parent, name);
  if (second === undefined) return ok(child);
  const path = pathTo(parent, name);
  return refuse({ code: "element_repeated", message: `${path} may stand there only once.`, path });
}

/** The child element at the end of a path, every one of whose elements has to be there exactly once. */
export function requiredChild(parent: Place, ...names: readonly string[]): Result<Place, XmlRefusal> {
  let place = parent;
  for (const name of names) {
    const child = optionalChild(place, name);
    if (!child.ok) return child;
    if (child.value === undefined) return refuse(missing(place, name));
    place = child.value;
  }
  return ok(place);
}

/** The child elements of a name, of which there has to be one. */
export function requiredChildren(parent: Place, name: string): Result<readonly Place[], XmlRefusal> {
  const children = childrenOf(parent, name);
  return children.length === 0 ? refuse(missing(parent, name)) : ok(children);
}

/** The text of a leaf element, without the white space around it. */
export function textOf({ element }: Place): string {
  return element.text.trim();
}

/** The text of a child element that has to match a form; `wanted` describes the form: "1 to 35 characters". */
export function requiredText(parent: Place, name: string, form: RegExp, wanted: string): Result<string, XmlRefusal> {
  const child = requiredChild(parent, name);
  if (!child.ok) return child;
  const text = textOf(child.value);
  return form.test(text) ? ok(text) : refuse(malformedValue(child.value, wanted));
}

/** The refusal of a value that is not what its element wants. */
export function malformedValue({ path }: Place, wanted: string): XmlRefusal {
  return { code: "value_malformed", message: `${path} must be ${wanted}.`, path };
}

function missing(parent: Place, name: string): XmlRefusal {
  const path = pathTo(parent, name);
  return { code: "element_missing", message: `${path} is missing.`, path };
}

function pathTo({ path }: Place, name: string): string {
  return path === "" ? name : `${path}/${name}`;
}

function declared({ attributes }: XmlElement, prefix: string): string | undefined {
  return attributes[prefix === "" ? "xmlns" : `xmlns:${prefix.slice(0, -1)}`];
}

/** The library's own message quotes the file, which may be personal: only the place is told. */
function malformed({ line, column }: XmlError): XmlRefusal {
  const message = `The file is not well-formed XML: see line ${line}, column ${column}.`;
  return { code: "malformed_xml", message, position: { line, column } };
}
