import { escaped } from "../policy/formats/xml.ts";
import { countStatuses, type RegimeEvidence, type RequirementEvidence, type RuleEvidence } from "./evidence.ts";
import { STATUS_WORDS } from "./text.ts";

/** What a page of evidence is about. */
export interface PageSubject {
  /** "2026-11-23" */
  readonly day: string;
  readonly stacks: readonly { readonly name: string; readonly resources: number }[];
  readonly evidence: readonly RegimeEvidence[];
}

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}
table{border-collapse:collapse;width:100%;margin:.5rem 0}th{background:#f6f8fa}
td,th{border:1px solid #d0d7de;padding:.35rem .5rem;text-align:left;vertical-align:top}
summary{cursor:pointer;padding:.3rem 0}code{font-size:.85em;overflow-wrap:anywhere}
.status{display:inline-block;min-width:10rem;font-weight:600}.pass{color:#116329}.fail{color:#a40e26}
.advice,.exempt,.notEvaluated{color:#7d4e00}.noResource,.noRule,.notProvable{color:#57606a}
@media print{details{display:block}}`;

/** One page that needs nothing else: a table of the regimes, then requirement, rules and resources. */
export function evidencePage({ day, stacks, evidence }: PageSubject): string {
  const judged = stacks.map(({ name, resources }) => `${escaped(name)} (${resources})`).join(", ");
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Evidence</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><style>${STYLE}</style></head><body>
<h1>Evidence from the program's resources</h1>
<p>Judged on ${escaped(day)}: ${judged} resources. A requirement stands as the worst of its resources does.
Passing rules show what the program declares; they do not replace an assessor.
What no resource can show says where it is shown.</p>
${overview(evidence)}
${evidence.map(regimeSection).join("\n")}
</body></html>
`;
}

function overview(evidence: readonly RegimeEvidence[]): string {
  const statuses = Object.entries(STATUS_WORDS);
  const head = statuses.map(([, word]) => `<th>${word}</th>`).join("");
  const rows = evidence.map((regime) => {
    const counts = Object.entries(countStatuses(regime));
    const cells = counts.map(([status, count]) => `<td class="${count === 0 ? "" : status}">${count}</td>`).join("");
    return `<tr><td>${escaped(regime.name)} ${escaped(regime.version)}</td>${cells}</tr>`;
  });
  return `<table><tr><th>Requirements of</th>${head}</tr>${rows.join("")}</table>`;
}

function regimeSection({ name, version, source, requirements }: RegimeEvidence): string {
  return `<h2>${escaped(name)} ${escaped(version)}</h2><p>Source: ${escaped(source)}</p>
${requirements.map(requirementSection).join("\n")}`;
}

function requirementSection({ id, title, status, shownBy, rules }: RequirementEvidence): string {
  const label = `<span class="status ${status}">${STATUS_WORDS[status]}</span> <strong>${escaped(id)}</strong>`;
  const elsewhere = shownBy === undefined ? "" : ` Shown by: ${escaped(shownBy)}`;
  const line = `${label} ${escaped(title)}.${elsewhere}`;
  if (rules.length === 0) return `<p>${line}</p>`;
  return `<details><summary>${line}</summary><table><tr><th>Rule</th><th>Resources</th></tr>
${rules.map(ruleRow).join("")}</table></details>`;
}

function ruleRow({ rule, description, level, resources }: RuleEvidence): string {
  const passed = resources.filter(({ standing }) => standing === "pass");
  const others = resources.filter(({ standing }) => standing !== "pass");
  const named = others.map(({ stack, type, name, standing, messages, exemption }) => {
    const why = [...messages, ...(exemption === undefined ? [] : [`Exempt: ${exemption}`])].map(escaped).join(" ");
    const what = `${escaped(stack)} <code>${escaped(type)}</code> ${escaped(name)}`;
    return `<li><span class="${standing}">${STATUS_WORDS[standing]}</span> ${what}<br>${why}</li>`;
  });
  const names = passed.map(({ stack, name }) => `${escaped(stack)} ${escaped(name)}`).join(", ");
  const sum = resources.length === 0 ? "Nothing to judge." : `${passed.length} of ${resources.length} pass. ${names}`;
  const list = named.length === 0 ? "" : `<ul>${named.join("")}</ul>`;
  return `<tr><td><code>${escaped(rule)}</code> (${level})<br>${escaped(description)}</td><td>${sum}${list}</td></tr>`;
}
