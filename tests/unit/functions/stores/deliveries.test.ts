import { describe, expect, it } from "vitest";
import { parseEndpointId, type EndpointId } from "../../../../functions/domain/ids.ts";
import { createDeliveries } from "../../../../functions/stores/deliveries.ts";
import { manualClock, scriptedClient, type Scripted } from "./scripted-client.ts";

describe("until when endpoints are slow", () => {
  const endpoint = (digit: string): EndpointId => {
    const id = parseEndpointId(`whk_eu_${digit.repeat(32)}`);
    if (!id.ok) throw new Error("the test names its endpoints rightly");
    return id.value;
  };
  const [quick, slow] = [endpoint("0"), endpoint("1")];
  const keyOf = (id: EndpointId) => ({ pk: { S: `endpoint#${id}` }, sk: { S: "pace" } });
  const noted = { Responses: { webhooks: [{ ...keyOf(slow), slowUntil: { N: "7" } }] } };
  const unread = { UnprocessedKeys: { webhooks: { Keys: [keyOf(slow)] } } };
  const deliveriesOn = (script: readonly Scripted[]) => {
    const client = scriptedClient(script);
    return { deliveries: createDeliveries(client, "webhooks", manualClock(), () => 0.5), sent: client.sent };
  };

  it("is told of those that have been so", async () => {
    const { deliveries } = deliveriesOn([noted]);
    expect(await deliveries.slowUntil([quick, slow])).toEqual(new Map([[slow, 7]]));
  });

  it("is asked again of those that DynamoDB left over, so that none is taken for quick unread", async () => {
    const { deliveries, sent } = deliveriesOn([unread, noted]);
    expect(await deliveries.slowUntil([quick, slow])).toEqual(new Map([[slow, 7]]));
    expect(sent[1]).toMatchObject({
      input: { RequestItems: { webhooks: { Keys: [keyOf(slow)] } } },
      hasDeadline: true,
    });
  });

  it("is not known where the table sheds load for longer: what asks for it waits for another turn", async () => {
    const { deliveries } = deliveriesOn(Array.from({ length: 6 }, () => unread));
    await expect(deliveries.slowUntil([slow])).rejects.toThrow("left 1 items unread");
  });
});
