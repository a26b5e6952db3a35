import { html, raw, type Markup } from "../../functions/pages/markup.ts";
import { plot, type Span } from "../../functions/pages/plot.ts";
import { style } from "../../functions/pages/style.ts";
import { isPassed, timelineStep, type ConsumerSeries, type Figures, type Measurement } from "./measurement.ts";
import { alarmTable, boundsTable, overdraftTable, reversalTable, tailTable, verdictTable } from "./tables.ts";

/** A drill's report: one HTML page that needs nothing else and runs no script. */
export function reportPage(measured: Measurement): string {
  const passed = isPassed(measured);
  const { drill, seed, commit } = measured;
  const again = `npm run drill -- ${drill} --target ${measured.target} --seed ${seed}`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Drill ${drill}: ${passed ? "passed" : "FAILED"}</title>
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        <header>
          <p class="verdict${passed ? "" : " failed"}">${passed ? "Passed" : "Failed"}</p>
          <h1>${drill}</h1>
          <p class="claim">${measured.claim}</p>
          ${facts(measured)}
        </header>
        <main>
          <h2>Figures</h2>
          ${figures(measured.figures)} ${boundsTable(measured.bounds)}
          <h2>What happened when</h2>
          ${moments(measured)}
          <h2>Over time</h2>
          ${plots(measured)} ${alarms(measured)}
          <h2>Unreplicated tail</h2>
          ${tailTable(measured.tail)}
          <h2>Overdrafts</h2>
          ${overdraftTable(measured.overdrafts)}
          <h2>Duplicates reversed</h2>
          ${reversalTable(measured.reversals)}
          <h2>Checkers</h2>
          ${verdictTable(measured.verdicts)}
        </main>
        <footer>
          <p>The same seed on commit ${commit} runs the same drill: <code>${again}</code></p>
        </footer>
      </body>
    </html> `;
  return page.html;
}

function facts({ target, seed, commit, cells, seconds, payments }: Measurement): Markup {
  const { asked, accepted, declined } = payments;
  const where = target === "local" ? "simulated world, virtual time" : "deployed cells";
  return html`<ul class="facts">
    <li>target <b>${target}</b>, ${where}</li>
    <li>cells <b>${cells.join(", ")}</b></li>
    <li>seed <b>${seed}</b></li>
    <li>commit <b>${commit}</b></li>
    <li><b>${seconds.toFixed(0)} s</b> long</li>
    <li><b>${asked}</b> payments asked for, <b>${accepted}</b> accepted, <b>${declined}</b> declined</li>
  </ul>`;
}

function figures(figures: Figures): Markup {
  const { detectionSeconds, routingSeconds, rtoSeconds, goodputAfterHeal, caughtUpSeconds } = figures;
  const caughtUp = caughtUpSeconds === undefined ? html`` : figure("caught up after", caughtUpSeconds, "s");
  const share = goodputAfterHeal === undefined ? undefined : goodputAfterHeal * 100;
  return html`<dl class="figures">
    ${figure("RTO", rtoSeconds, "s")} ${figure("detected after", detectionSeconds, "s")}
    ${figure("edge follows after", routingSeconds, "s")} ${figure("RPO, listed tail", figures.tail, "payments")}
    ${figure("lost", figures.lost, "payments")} ${figure("charged twice", figures.doubleCharged, "keys")}
    ${figure("overdrawn", figures.overdrawn, "accounts")} ${figure("duplicates reversed", figures.reversed, "")}
    ${figure("goodput after heal", share, "%")} ${caughtUp}
  </dl>`;
}

function figure(name: string, value: number | undefined, unit: string): Markup {
  const text = value === undefined ? "none" : Number.isInteger(value) ? `${value}` : value.toFixed(1);
  const shown = value === undefined ? "" : unit;
  return html`<div>
    <dt>${name}</dt>
    <dd>${text} <small>${shown}</small></dd>
  </div>`;
}

function moments({ moments }: Measurement): Markup {
  return html`<ol class="moments">
    ${moments.map(({ name, at }, index) => html`<li><b>${index + 1}</b> ${name} <time>${at.toFixed(1)} s</time></li>`)}
  </ol>`;
}

/** What called an operator, where the drill watched a consumer. */
function alarms({ alarms }: Measurement): Markup {
  return alarms === undefined
    ? html``
    : html`<h2>Alarms</h2>
        ${alarmTable(alarms)}`;
}

function plots({ timeline, moments, seconds }: Measurement): readonly Markup[] {
  const span = { seconds, moments, every: timelineStep(seconds) };
  const { consumer } = timeline;
  return [
    ...(consumer === undefined ? [] : consumerPlots(consumer, span)),
    plot(
      {
        title: "Traffic by cell",
        about: "Payments accepted each second, by the cell that answered.",
        unit: "payments/s",
        kind: "stacked",
        scale: "linear",
        series: timeline.traffic,
      },
      span,
    ),
    plot(
      {
        title: "Errors",
        about: "Answers each second that were no payment taken; clients send such a request again.",
        unit: "answers/s",
        kind: "lines",
        scale: "linear",
        series: timeline.errors,
      },
      span,
    ),
    plot(
      {
        title: "Latency",
        about: "From a client's first attempt to its final answer, retries included, by the second of that answer.",
        unit: "ms, logarithmic",
        kind: "lines",
        scale: "log",
        series: timeline.latency,
      },
      span,
    ),
    plot(
      {
        title: "Replication lag",
        about: "Age of the oldest change that a region's replica does not have yet.",
        unit: "s",
        kind: "lines",
        scale: "linear",
        series: timeline.lag,
      },
      span,
    ),
    plot(
      {
        title: "Clearing between cells",
        about:
          "What stands on the clearing rows. A pair's sum is the money under way; it is zero once all has arrived.",
        unit: "major units",
        kind: "lines",
        scale: "linear",
        series: timeline.clearing,
      },
      span,
    ),
  ];
}

/** How far a consumer was behind, and what its being so meant for payments between cells. */
function consumerPlots({ backlog, behind, underWay }: ConsumerSeries, span: Span): readonly Markup[] {
  const common = { kind: "lines", scale: "linear" } as const;
  return [
    plot(
      {
        ...common,
        title: "Behind",
        about: "Age of the oldest record or message that the consumer has not done.",
        unit: "s",
        series: behind,
      },
      span,
    ),
    plot(
      {
        ...common,
        title: "Backlog",
        about: "Records or messages that wait for the consumer, and those that were given up.",
        unit: "",
        series: backlog,
      },
      span,
    ),
    plot(
      {
        ...common,
        title: "Payments between cells under way",
        about: "Payments from and to the cell that were answered and have not completed yet.",
        unit: "payments",
        series: underWay,
      },
      span,
    ),
  ];
}
