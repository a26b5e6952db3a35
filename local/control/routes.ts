import { Hono } from "hono";
import { UserError } from "../core/errors.ts";
import type { Knobs } from "../faults/knobs.ts";
import { turnKnobs } from "./turn-knobs.ts";

/** What the control surface shows and turns. */
export interface ControlSubject {
  /** Plain JSON, as is the meter. */
  status(): object;
  meter(): object;
  /** What is paid for by use, since the cloud began. */
  counts(): object;
  /** Who was seen doing what, by what they were allowed or denied. */
  permissions(): object;
  resetMeter(): void;
  readonly knobs: Knobs;
}

/** The marker by which another process recognises the local cloud. */
const marker = { "x-payment-cells": "local" };

/** The unsigned routes under /_local for the CLI and tests. */
export function createControlRoutes(subject: ControlSubject): Hono {
  const app = new Hono().basePath("/_local");
  app.get("/status", (context) => context.json(subject.status(), 200, marker));
  app.get("/counts", (context) => context.json(subject.counts()));
  app.get("/permissions", (context) => context.json(subject.permissions()));
  app.get("/meter", (context) => context.json(subject.meter()));
  app.post("/meter", (context) => {
    subject.resetMeter();
    return context.json(subject.meter());
  });
  app.get("/knobs", (context) => context.json(subject.knobs));
  app.post("/knobs", async (context) => {
    try {
      turnKnobs(subject.knobs, await context.req.json().catch(() => undefined));
    } catch (fault) {
      if (fault instanceof UserError) {
        return context.json({ error: fault.message }, 400);
      }
      throw fault;
    }
    return context.json(subject.knobs);
  });
  return app;
}
