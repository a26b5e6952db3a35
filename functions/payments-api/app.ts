import { Hono } from "hono";
import type { Clock, Random } from "../stores/clock.ts";
import { CellsUnknown } from "../stores/control.ts";
import { faultFields } from "../stores/log.ts";
import type { AppEnv } from "./context.ts";
import { limited, type Deps, type Stores } from "./deps.ts";
import type { Env } from "./env.ts";
import { Problem, problemDocument } from "./problems.ts";
import { accountPaymentRoutes } from "./routes/account-payments.ts";
import { accountRoutes } from "./routes/accounts.ts";
import { accountEventRoutes, eventRoutes } from "./routes/events.ts";
import { metaRoutes } from "./routes/meta.ts";
import { accountUploadRoutes } from "./routes/payment-uploads.ts";
import { paymentRoutes } from "./routes/payments.ts";
import { accountPayoutRoutes, payoutRoutes } from "./routes/payouts.ts";
import { statementRoutes } from "./routes/statements.ts";
import { webhookRoutes } from "./routes/webhooks.ts";
import { createStripeChoice } from "./stripe-choice.ts";
import { createTokenVerifier } from "./tokens.ts";

/** The payments API of one cell. */
export function createApp(env: Pick<Env, "cell">, stores: Stores, clock: Clock, random: Random) {
  const deps: Deps = { env, stores, clock, stripes: createStripeChoice(random) };
  const tokens = createTokenVerifier(stores.control, clock);
  const app = new Hono<AppEnv>();

  app.use(async (c, next) => {
    const requestId = c.env?.requestContext?.requestId ?? `req_${Math.floor(random() * 2 ** 48).toString(16)}`;
    c.set("requestId", requestId);
    c.set("tokens", tokens);
    c.header("Request-Id", requestId);
    c.header("Served-By", env.cell);
    // The gateway's access log has a line for every request: here only what it cannot know is logged.
    await next();
  });

  app.route("/", metaRoutes(deps));
  app.route("/v1/accounts", accountRoutes(deps));
  app.route("/v1/accounts", accountPaymentRoutes(deps));
  app.route("/v1/accounts", accountUploadRoutes(deps));
  app.route("/v1/accounts", accountPayoutRoutes(deps));
  app.route("/v1/accounts", accountEventRoutes(deps));
  app.route("/v1/accounts", statementRoutes(deps));
  app.route("/v1/events", eventRoutes(deps));
  app.route("/v1/payments", paymentRoutes(deps));
  app.route("/v1/payouts", payoutRoutes(deps));
  app.route("/v1/webhook_endpoints", webhookRoutes(deps));

  app.notFound(() => {
    throw new Problem("not_found", "There is no such route; see /openapi.json.");
  });
  app.onError((thrown, c) => {
    const fault = thrown instanceof CellsUnknown ? limited() : thrown;
    const requestId = c.get("requestId");
    const expected = fault instanceof Problem;
    if (!expected) stores.log("error", "a request broke", { requestId, ...faultFields(fault) });
    const problem = expected ? fault : new Problem("internal_error", "The request was not answered; try again.");
    const document = problemDocument(problem, { instance: c.req.path, requestId, cell: env.cell });
    for (const [name, value] of Object.entries(problem.headers)) c.header(name, value);
    return c.body(JSON.stringify(document), problem.status, { "Content-Type": "application/problem+json" });
  });
  return app;
}
