import { expect, it } from "vitest";
import type { AccountId, PaymentId, Tenant } from "../../../../functions/domain/ids.ts";
import { balanceKey, standInKey } from "../../../../functions/domain/keys.ts";
import type { Amount, Currency } from "../../../../functions/domain/money.ts";
import { takePayment, type PaymentRequest } from "../../../../functions/domain/payments.ts";
import { takePayment as pay } from "../../../../functions/payments-api/actions/take-payment.ts";
import type { PayingDeps } from "../../../../functions/payments-api/deps.ts";
import { createStripeChoice } from "../../../../functions/payments-api/stripe-choice.ts";
import { createControl } from "../../../../functions/stores/control.ts";
import { canonicalJson } from "../../../../functions/stores/request-hash.ts";
import { apiClient, funded } from "../platform/api-client.ts";
import { createPlatform } from "../platform/platform.ts";
import { dynamoDbSeam } from "../platform/sdk-seam.ts";

const FUNDS = 1_000;
const [BY_HOME, FIRST, SECOND] = [500, 300, 450];

it("counts on no older balance than its row says, however slow the read of the balance is", async () => {
  const platform = await createPlatform();
  const source = (await funded(platform, "eu", FUNDS)) as AccountId; // as the API gives it
  const payee = (await apiClient(platform).open("eu")) as AccountId; // likewise
  await platform.settle();
  await platform.takeOver("eu", "us", 2n);
  const { name: cell, region, ledger, vault } = platform.cell("us");
  const { kernel } = platform;
  const clock = { now: kernel.now, monotonic: kernel.now, sleep: async () => {}, deadline: () => AbortSignal.any([]) };
  const deps = (reading: Pick<typeof ledger, "get">): PayingDeps => ({
    env: { cell },
    stores: {
      ledger: { ...ledger, ...reading },
      control: createControl(dynamoDbSeam(platform.dynamoDb.service, region), "prod-us-control", clock),
      vault,
      hasher: { hash: async (body) => `v1:${canonicalJson(body)}` },
    },
    clock,
    stripes: createStripeChoice(kernel.random),
  });
  const request = (number: number, amount: number): PaymentRequest => ({
    id: `pay_eu_${`${number}`.padStart(32, "0")}` as PaymentId, // in the form of ids
    tenant: "shop" as Tenant, // likewise
    source,
    payee,
    amount: BigInt(amount) as Amount, // likewise
    currency: "EUR" as Currency, // likewise
    capture: "automatic",
    request: "v1:0",
  });

  /** The home's last debit arrives, and another request counts on what is left. */
  async function meanwhile(): Promise<void> {
    const home = platform.cell("eu");
    const debit = takePayment(request(1, BY_HOME), { cell: home.name, epoch: 1n, at: BigInt(kernel.now()) });
    await home.ledger.commit(
      debit.map(({ write }) => write),
      () => true,
    );
    await kernel.advance(2_000);
    expect(await pay(request(2, FIRST), deps({ get: ledger.get }))).toMatchObject({ answer: "accepted" });
  }

  let slow = true;
  const get: typeof ledger.get = async (key) => {
    const isOwn = key.pk === standInKey(cell, source).pk;
    if (slow && isOwn) {
      slow = false;
      await meanwhile();
    }
    return ledger.get(key);
  };
  await expect(pay(request(3, SECOND), deps({ get }))).rejects.toMatchObject({ code: "limited" });
  const { seenDebited, net } = (await ledger.get(standInKey(cell, source))) ?? {};
  const { debited } = (await ledger.get(balanceKey(source))) ?? {};
  expect({ seenDebited, net, debited }).toEqual({ seenDebited: 500n, net: -300n, debited: 500n });
});
