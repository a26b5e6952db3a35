import { formatMoney } from "../../functions/domain/money.ts";
import { html, type Markup } from "../../functions/pages/markup.ts";
import { id, nothing, number, table, text, type Cell } from "../../functions/pages/tables.ts";
import type { Bound, Overdraft, Reversal, RungAlarm, TailPayment, Verdict } from "./measurement.ts";

/** What the drill promises, and what was measured. */
export function boundsTable(bounds: readonly Bound[]): Markup {
  if (bounds.length === 0) return html``;
  const rows = bounds.map(({ name, wanted, measured, kept }) => [
    text(name),
    text(wanted),
    text(measured),
    judged(kept),
  ]);
  return table([text("promised"), text("bound"), text("measured"), text("")], rows);
}

/** The alarms that called an operator, the first one first. */
export function alarmTable(alarms: readonly RungAlarm[]): Markup {
  if (alarms.length === 0) return nothing("No alarm rang.");
  const rows = alarms
    .toSorted((one, other) => one.rangAt - other.rangAt)
    .map(({ name, description, rangAt, overAt }) => [
      id(name),
      text(description),
      number(`${rangAt.toFixed(0)} s`),
      number(overAt === undefined ? "rings still" : `${overAt.toFixed(0)} s`),
    ]);
  return table([text("alarm"), text("says"), number("rings at"), number("over at")], rows);
}

/** Every payment that no other region had when its own was lost. */
export function tailTable(tail: readonly TailPayment[]): Markup {
  if (tail.length === 0) return nothing("Every acknowledged payment had reached another region.");
  const rows = tail.map(({ payment, account, amount, currency, at, cell, fate }) => [
    id(payment),
    id(account),
    number(formatMoney(amount, currency)),
    number(`${at.toFixed(2)} s`),
    text(cell),
    fate === "lost" ? { ...text(fate), class: "bad" } : text(fate),
  ]);
  const head = ["payment", "account"].map(text);
  const more = [number("amount"), number("acknowledged at"), text("taken by"), text("what became of it")];
  return table([...head, ...more], rows);
}

/** Accounts that ended below their limit, and how much of the tail is theirs. */
export function overdraftTable(overdrafts: readonly Overdraft[]): Markup {
  if (overdrafts.length === 0) return nothing("No account is below its limit.");
  const rows = overdrafts.map(({ account, below, tail, currency }) => [
    id(account),
    number(formatMoney(below, currency)),
    number(formatMoney(tail, currency)),
    below <= tail ? text("within its tail") : { ...text("BEYOND ITS TAIL"), class: "bad" },
  ]);
  return table([text("account"), number("below its limit by"), number("its tail"), text("")], rows);
}

/** Payments that two cells had taken, one of which was reversed. */
export function reversalTable(reversals: readonly Reversal[]): Markup {
  if (reversals.length === 0) return nothing("No payment was taken by two cells.");
  const rows = reversals.map(({ payment, account, amount, currency, origin }) => [
    id(payment),
    id(account),
    number(formatMoney(amount, currency)),
    text(origin),
  ]);
  return table([text("payment"), text("account"), number("amount"), text("reversed entry of")], rows);
}

/** What the checkers found once all had come to rest. */
export function verdictTable(verdicts: readonly Verdict[]): Markup {
  const rows = verdicts.map(({ name, claim, faults }) => [
    judged(faults.length === 0),
    text(name),
    { markup: html`${claim}${faults.map((fault) => html`<br /><span class="bad">${fault}</span>`)}`, class: "" },
  ]);
  return table([text(""), text("checker"), text("claim")], rows);
}

function judged(holds: boolean): Cell {
  return { markup: html`${holds ? "kept" : "BROKEN"}`, class: holds ? "good" : "bad" };
}
