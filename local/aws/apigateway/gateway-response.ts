import type { Properties } from "../../core/resource.ts";

/** What the answer is about. */
export interface GatewayContext {
  readonly requestId: string;
  readonly path: string;
}

const JSON_TYPE = "application/json";

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
