import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { secretFrom, webhookHeaders } from "../../../../functions/domain/webhook-message.ts";

type IsGenuine = (headers: object, body: string, secret: string, now?: number) => boolean;

const SECRET = secretFrom(Buffer.alloc(32, 1));
const OTHER = secretFrom(Buffer.alloc(32, 2));
const NOW = Date.UTC(2026, 10, 23, 12);
const BODY = '{"type":"payout.settled"}';

let isGenuine: IsGenuine;

/** The receiver of docs/webhooks.md, as it stands there. */
beforeAll(async () => {
  const guide = await readFile(new URL("../../../../docs/webhooks.md", import.meta.url), "utf8");
  const [, code = ""] = /^```js\n(.*?)\n^```$/ms.exec(guide) ?? [];
  const module: unknown = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  // What the guide's text exports.
  ({ isGenuine } = module as { readonly isGenuine: IsGenuine });
});

describe("the guide's receiver", () => {
  const sent = (secrets: readonly string[], at = NOW) => webhookHeaders("evt_1", at, BODY, secrets);

  it("believes a message, by either secret while one takes over from the other", () => {
    expect(isGenuine(sent([SECRET]), BODY, SECRET, NOW)).toBe(true);
    expect(isGenuine(sent([OTHER, SECRET]), BODY, SECRET, NOW)).toBe(true);
    expect(isGenuine(sent([SECRET]), BODY, SECRET, NOW + 299_000)).toBe(true);
  });

  const rows: readonly (readonly [what: string, headers: object, body: string, secret: string, now: number])[] = [
    ["another body", sent([SECRET]), `${BODY} `, SECRET, NOW],
    ["another secret", sent([SECRET]), BODY, OTHER, NOW],
    ["another id", { ...sent([SECRET]), "webhook-id": "evt_2" }, BODY, SECRET, NOW],
    ["an old message", sent([SECRET], NOW - 301_000), BODY, SECRET, NOW],
    ["another version of signatures", { ...sent([SECRET]), "webhook-signature": "v2,AAAA" }, BODY, SECRET, NOW],
    ["a signature of another length", { ...sent([SECRET]), "webhook-signature": "v1,AAAA" }, BODY, SECRET, NOW],
    ["no signature", { ...sent([SECRET]), "webhook-signature": "" }, BODY, SECRET, NOW],
  ];
  it.each(rows)("does not believe %s", (_, headers, body, secret, now) => {
    expect(isGenuine(headers, body, secret, now)).toBe(false);
  });
});
