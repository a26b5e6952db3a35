import { notImplemented } from "../../core/errors.ts";
import type { Properties } from "../../core/resource.ts";
import type { Reader } from "../inputs.ts";

/** What the answer is about. */
export interface GatewayContext {
  readonly requestId: string;
  readonly path: string;
}

const JSON_TYPE = "application/json";

/** The one type whose responses are given as declared; others are declared-only. */
export const TOO_LARGE = "REQUEST_TOO_LARGE";

/** Refuses by name what a response of the type that is given would not do here. */
export function requireGiven(declared: Reader): void {
  if (declared.requiredText("responseType") !== TOO_LARGE) return;
  const [header] = Object.keys(declared.strings("responseParameters"));
  if (header !== undefined) throw notImplemented(`${declared.what}.responseParameters ${header}`);
  for (const [type, template] of Object.entries(declared.strings("responseTemplates"))) {
    if (type !== JSON_TYPE) throw notImplemented(`${declared.what}.responseTemplates ${type}`);
    const [unknown] = filled(template, { requestId: "", path: "" }).match(/\$[\w.]+/) ?? [];
    if (unknown !== undefined) throw notImplemented(`${declared.what}.responseTemplates ${unknown}`);
  }
}

/** An answer of API Gateway's own: as it is declared for its type, or as it is where nobody declares any. */
export function gatewayResponse(
  declared: Properties | undefined,
  otherwise: { readonly status: number; readonly text: string; readonly errorType: string },
  context: GatewayContext,
): Response {
  const { status, text, errorType } = otherwise;
  const headers = { "content-type": JSON_TYPE, "x-amzn-errortype": errorType };
  // As its resource's rules have let it in.
  const templates = declared?.["responseTemplates"] as Readonly<Record<string, string>> | undefined;
  const template = templates?.[JSON_TYPE];
  const code = declared?.["statusCode"];
  const body = template === undefined ? JSON.stringify({ message: text }) : filled(template, context);
  return new Response(body, { status: code === undefined ? status : Number(code), headers });
}

/** Variables are put in as they are: API Gateway Developer Guide, "Gateway responses in API Gateway". */
function filled(template: string, { requestId, path }: GatewayContext): string {
  return template.replaceAll("$context.requestId", requestId).replaceAll("$context.path", path);
}
