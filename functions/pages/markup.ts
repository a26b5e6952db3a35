/** Markup that is safe to print as it is. */
export interface Markup {
  readonly html: string;
}

type Part = Markup | string | number | undefined | readonly Part[];

/** Puts values into markup; text is escaped, markup is not, lists are joined, nothing prints nothing. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const pieces = texts.map((text, index) => text + (index < parts.length ? print(parts[index]) : ""));
  return { html: pieces.join("") };
}

/** Takes text as markup that somebody else has made safe: a style sheet. */
export function raw(text: string): Markup {
  return { html: text };
}

function print(part: Part): string {
  if (part === undefined) return "";
  if (typeof part === "string") return escape(part);
  if (typeof part === "number") return String(part);
  return "html" in part ? part.html : part.map(print).join("");
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
