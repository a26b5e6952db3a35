/** An answer whose body is a text, as nearly all of AWS's answers are. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The answer as the web's own object. */
export function responseOf({ status, headers, body }: Reply): Response {
  return new Response(body, { status, headers });
}
