import { describe, expect, it } from "vitest";
import { SECRET_BYTES, secretFrom, webhookHeaders } from "../../../../functions/domain/webhook-message.ts";

/** The example of the standard's own reference libraries. */
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const BODY = '{"test": 2432232314}';
const AT = 1614265330_000;

describe("a message's headers", () => {
  it("are those of the standard's example", () => {
    expect(webhookHeaders("msg_p5jXN8AQM9LWM0D4loKWxJek", AT + 999, BODY, [SECRET])).toEqual({
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    });
  });

  it("carry a signature by each secret while one takes over from the other", () => {
    const other = secretFrom(Buffer.alloc(SECRET_BYTES, 7));
    const both = webhookHeaders("id", AT, BODY, [other, SECRET])["webhook-signature"].split(" ");
    const alone = [other, SECRET].map((secret) => webhookHeaders("id", AT, BODY, [secret])["webhook-signature"]);
    expect(both).toEqual(alone);
    expect(new Set(both).size).toBe(2);
  });
});
