import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { root } from "../../../../infra/bundles/paths.ts";
import { planCell } from "../../../../infra/plan/cell-plan.ts";
import { planGlobal } from "../../../../infra/plan/global-plan.ts";
import { standingCostMonthly, standingCosts } from "../../../../infra/plan/sizes.ts";
import { anyStage } from "./arbitrary.ts";
import { eu, prod, staging, us } from "./fixture.ts";

describe("the ledger", () => {
  it("is founded by the registry's first cell and joined by the others", () => {
    expect(planCell(prod, eu, "full").ledger).toEqual({ kind: "founder" });
    expect(planCell(prod, us, "full").ledger).toEqual({ kind: "joiner", founder: eu });
    expect(planCell(prod, us, "full").founderStack).toBe("prod-eu");
  });

  it("has one founder, whatever the registry", () => {
    fc.assert(
      fc.property(anyStage, (stage) => {
        const parts = stage.cells.map((cell) => planCell(stage, cell, "small").ledger.kind);
        expect(parts).toEqual(stage.cells.map((_cell, index) => (index === 0 ? "founder" : "joiner")));
      }),
    );
  });
});

describe("functions", () => {
  const functions = new Map(planCell(prod, eu, "full").functions.map((plan) => [plan.name, plan]));

  it("that touch money have no way out; keeper, controller and connector have one and touch none", () => {
    expect([...functions].map(([name, plan]) => `${name} ${plan.subnets}`)).toEqual([
      "payments-api isolated",
      "lease-keeper private",
      "controller private",
      "relay isolated",
      "credit-inbox isolated",
      "projector isolated",
      "bank-connector private",
      "payout-ledger isolated",
      "reports isolated",
      "archive isolated",
      "webhooks private",
      "batch-runner isolated",
    ]);
  });

  it("get what their code asks for", () => {
    expect(functions.get("payments-api")?.environment).toEqual({
      CELL: "eu",
      LEDGER_TABLE: "prod-ledger",
      CONTROL_TABLE: "prod-eu-control",
      VIEWS_TABLE: "prod-eu-views",
      REQUEST_HASH_KEY: "alias/prod-request-hash",
      VAULT_TABLE: "prod-eu-vault",
      VAULT_KEY: "alias/prod-eu-vault",
      DELIVERIES_TABLE: "prod-eu-webhooks",
      WEBHOOKS_KEY: "alias/prod-webhooks",
      UPLOADS_TABLE: "prod-eu-uploads",
      UPLOADS_BUCKET: "prod-eu-uploads-111122223333",
    });
    for (const name of ["relay", "credit-inbox"] as const) {
      expect(functions.get(name)?.environment["INBOX_QUEUE_URL"]).toBe(
        "https://sqs.eu-west-1.amazonaws.com/111122223333/prod-eu-credit-inbox",
      );
    }
    expect(functions.get("lease-keeper")?.environment["AUTHORITY_REGIONS"]).toBe("eu-west-1,eu-central-1");
  });

  it.each(["lease-keeper", "controller"] as const)("the %s outlives two of its starts, and others' load", (name) => {
    const plan = functions.get(name);
    expect(plan?.timeoutSeconds).toBeGreaterThanOrEqual(150);
    expect(plan?.reserved).toBeGreaterThanOrEqual(Math.ceil((plan?.timeoutSeconds ?? 0) / 60));
  });
});

describe("endpoints", () => {
  const plan = planCell(prod, eu, "full");

  it("pass what the cell's own roles are granted, and nothing else", () => {
    const policy = JSON.parse(plan.gatewayEndpoint.policy);
    expect(policy.Statement.map((one: { Sid: string }) => one.Sid)).toEqual([
      "PaymentsApiReadLedger",
      "PaymentsApiWriteOwnItems",
      "PaymentsApiCheckAnyItem",
      "PaymentsApiReadControl",
      "PaymentsApiReadViews",
      "PaymentsApiKeepMonthSums",
      "PaymentsApiKeepBeneficiaries",
      "PaymentsApiUseDeliveries",
      "PaymentsApiKeepUploads",
      "LeaseKeeperCoordinateCells",
      "LeaseKeeperKeepControl",
      "ControllerCoordinateCells",
      "ControllerReadFences",
      "ControllerWriteOwnFences",
      "RelayReadLedgerStream",
      "RelayFindLedgerStream",
      "CreditInboxReadLedger",
      "CreditInboxFindDue",
      "CreditInboxWriteOwnItems",
      "CreditInboxCheckAnyItem",
      "CreditInboxReadControl",
      "ProjectorFindTenants",
      "ProjectorWriteViews",
      "BankConnectorCoordinateCells",
      "BankConnectorReadVault",
      "BankConnectorScreenPayouts",
      "PayoutLedgerReadLedger",
      "PayoutLedgerFindUnended",
      "PayoutLedgerWriteOwnItems",
      "PayoutLedgerReadControl",
      "ReportsReadViews",
      "ReportsReadEnds",
      "ReportsReadPayments",
      "ReportsReadControl",
      "ReportsReadLooks",
      "ArchiveReadRoots",
      "ArchiveWriteOwnRoots",
      "ArchiveReadControl",
      "WebhooksFindEndpoints",
      "WebhooksNoteGone",
      "WebhooksReadControl",
      "WebhooksFindServingViews",
      "WebhooksReadEvents",
      "WebhooksUseDeliveries",
      "WebhooksFindDue",
      "BatchRunnerReadLedger",
      "BatchRunnerWriteOwnItems",
      "BatchRunnerCheckAnyItem",
      "BatchRunnerReadControl",
      "BatchRunnerKeepBeneficiaries",
      "BatchRunnerNoteUploads",
    ]);
    for (const statement of policy.Statement) {
      expect(statement.Condition.ArnEquals["aws:PrincipalArn"]).toMatch(/^arn:aws:iam::111122223333:role\/prod-eu-/);
    }
  });

  it("of a small cell are those without which a payment cannot be made", () => {
    const services = (size: "small" | "full") => planCell(prod, eu, size).interfaceEndpoints.map((one) => one.service);
    expect(services("small")).toEqual(["kms", "sqs"]);
    expect(services("full")).toEqual(["kms", "sqs", "logs", "xray"]);
  });

  it("belong to the cell's own region, and fit into 20,480 characters", () => {
    fc.assert(
      fc.property(anyStage, (stage) => {
        for (const cell of stage.cells) {
          const { gatewayEndpoint, storageEndpoint, interfaceEndpoints } = planCell(stage, cell, "full");
          for (const endpoint of [gatewayEndpoint, storageEndpoint, ...interfaceEndpoints]) {
            expect(endpoint.serviceName).toBe(`com.amazonaws.${cell.region}.${endpoint.service}`);
            expect(endpoint.policy.length).toBeLessThanOrEqual(20_480);
          }
        }
      }),
    );
  });
});

describe("the standing cost", () => {
  it("of a small cell is less than half of a full one's", () => {
    expect(standingCostMonthly(prod, eu, "small")).toBe(141.45);
    expect(standingCostMonthly(prod, eu, "full")).toBe(334.9);
  });

  it("is told part by part", () => {
    expect(standingCosts(prod, eu, "small").map((part) => [part.what, part.count])).toEqual([
      ["NAT gateways with their addresses", 1],
      ["interface endpoints, one per zone", 6],
      ["KMS keys", 15],
      ["web ACL with one rule", 1],
      ["shards of the journal stream, kept for a week", 1],
      ["alarms, by their metrics", 77],
      ["composite alarm of its health", 1],
      ["secret that the bank shares", 1],
      ["dashboard", 1],
      ["metrics of our own", 10],
    ]);
  });

  it("is the one that the page on deploying has", () => {
    const page = readFileSync(`${root}docs/deploy.md`, "utf8");
    const [small, full] = (["small", "full"] as const).map((size) => standingCosts(prod, eu, size));
    small?.forEach(({ what, usdMonthly }, index) => {
      expect(page).toContain(`| ${what} | ${usdMonthly.toFixed(2)} | ${full?.[index]?.usdMonthly.toFixed(2)} |`);
    });
    const sums = (["small", "full"] as const).map((size) => `**${standingCostMonthly(prod, eu, size).toFixed(2)}**`);
    expect(page).toContain(`| **a cell** | ${sums.join(" | ")} |`);
  });
});

describe("the edge", () => {
  it("has one origin per cell of the stage, and a table of which is near", () => {
    expect(planGlobal(prod, "full").origins).toEqual([
      { id: "eu", host: "eu.origin.pay.example.com" },
      { id: "us", host: "us.origin.pay.example.com" },
    ]);
    expect(planGlobal(prod, "full").routing).toEqual({
      cells: ["eu", "us"],
      hosts: { eu: "eu.origin.pay.example.com", us: "us.origin.pay.example.com" },
      near: [
        ["Asia/Tokyo", "us"],
        ["America/", "us"],
        ["Europe/", "eu"],
        ["Asia/", "eu"],
      ],
    });
    expect(planGlobal(staging, "small").origins.map((origin) => origin.id)).toEqual(["eu"]);
  });
});
