import { Hono, type Context } from "hono";
import { parseAccountId } from "../../domain/ids.ts";
import { parseMonth, type Month } from "../../domain/moments.ts";
import { listEntries } from "../actions/entries.ts";
import { readStatement, type Statement, type StatementPage } from "../actions/statement.ts";
import { scoped, type AppEnv } from "../context.ts";
import { renderCsv } from "../csv.ts";
import type { Deps } from "../deps.ts";
import { renderCamt053 } from "../iso20022/camt053.ts";
import { Problem } from "../problems.ts";
import { freshnessFields, renderEntry, renderStatement } from "../render.ts";
import { afterCursor, cursorOf, pageFields, pageRequest, pathId, timeRange, wrongQuery } from "../requests.ts";

/** What was booked on an account: as a list, and month by month. */
export function statementRoutes(deps: Deps) {
  return new Hono<AppEnv>()
    .get("/:id/entries", scoped("accounts/read"), async (c) => {
      const id = await pathId(c, parseAccountId, deps.stores.control);
      const { from = "", to = "" } = c.req.query();
      const page = pageRequest(c, "entries", id, from, to);
      const range = timeRange(c);
      const { entries, next, freshness } = await listEntries(id, c.get("principal").tenant, range, page, deps);
      return c.json({ data: entries.map(renderEntry), ...pageFields(next, page), ...freshnessFields(freshness) });
    })
    .get("/:id/statements/:month", scoped("accounts/read"), async (c) => {
      const id = await pathId(c, parseAccountId, deps.stores.control);
      const month = pathMonth(c);
      const form = formOf(c);
      const page = statementPage(c, ["statement", id, month]);
      const result = await readStatement(id, c.get("principal").tenant, month, page, deps);
      switch (result.answer) {
        case "statement":
          return answerAs(form, c, result.statement);
        case "not_begun":
          throw wrongQuery("month", `${month} has not begun yet (UTC); there is no statement of it`);
      }
    });
}

/** The forms of a statement: its format, and its media types, the usual one first. */
const FORMS = {
  json: ["application/json"],
  csv: ["text/csv"],
  camt053: ["application/xml", "text/xml"],
} as const;

type Form = keyof typeof FORMS;

function answerAs(form: Form, c: Context<AppEnv>, statement: Statement) {
  const { account, month, next, freshness } = statement;
  const listing = ["statement", account, month];
  const cursor = next === undefined ? undefined : `${statement.page + 1} ${next}`;
  if (form === "json") return c.json(renderStatement(statement, pageFields(cursor, { listing })));
  // What JSON says in fields, the others say in headers.
  c.header("As-Of", new Date(freshness.asOf).toISOString());
  if (freshness.stale) c.header("Stale", "true");
  if (cursor !== undefined) {
    const path = `/v1/accounts/${account}/statements/${month}?format=${form}&cursor=${cursorOf(cursor, listing)}`;
    c.header("Link", `<${path}>; rel="next"`);
  }
  const [type] = FORMS[form];
  const body = form === "csv" ? renderCsv(statement) : renderCamt053(statement);
  const extension = form === "csv" ? "csv" : "xml";
  const disposition = `attachment; filename="${account}-${month}.${extension}"`;
  return c.body(body, 200, { "Content-Type": `${type}; charset=utf-8`, "Content-Disposition": disposition });
}

function pathMonth(c: Context<AppEnv>): Month {
  const month = parseMonth(c.req.param("month") ?? "");
  if (!month.ok) throw wrongQuery("month", 'must be a month such as "2027-01"');
  return month.value;
}

/** A statement's cursor also says which page it leads to: camt.053 numbers them. */
function statementPage(c: Context<AppEnv>, listing: readonly string[]): StatementPage {
  const { after } = afterCursor(c, listing);
  const [, page, sk] = /^(\d+) (.+)$/.exec(after ?? "") ?? [];
  return page === undefined || sk === undefined ? { page: 1 } : { page: Number(page), after: sk };
}

/** What the query's `format` says, else the form that the caller accepts most. */
function formOf(c: Context<AppEnv>): Form {
  const { format } = c.req.query();
  if (format !== undefined) {
    if (!isForm(format)) throw wrongQuery("format", "must be json, csv or camt053");
    return format;
  }
  const accepted = (c.req.header("accept") ?? "*/*").split(",").map((range) => {
    const [type = "", ...parameters] = range.split(";").map((text) => text.trim().toLowerCase());
    const quality = Number(parameters.find((text) => text.startsWith("q="))?.slice(2) ?? "1");
    return { type, quality: Number.isNaN(quality) ? 0 : quality };
  });
  for (const { type, quality } of accepted.toSorted((one, other) => other.quality - one.quality)) {
    const form = Object.keys(FORMS)
      .filter(isForm)
      .find((one) => FORMS[one].some((has) => has === type || type === "*/*" || type === `${has.split("/")[0]}/*`));
    if (form !== undefined && quality > 0) return form;
  }
  throw new Problem("not_acceptable", "A statement is application/json, text/csv or application/xml (camt.053).");
}

function isForm(text: string): text is Form {
  return Object.hasOwn(FORMS, text);
}
