import ts from "typescript";
import { describe, expect, it } from "vitest";
import { importsOf, parse, repositoryFiles, sourceFiles, walk, type SourceFile } from "./tidy/source-files.ts";

const paths = repositoryFiles();
const files = sourceFiles(paths);
const ours = files.filter(({ path }) => !path.startsWith("tests/"));

/** The folders of deployable functions, but the router's. */
const FUNCTIONS = [
  "payments-api",
  "lease-keeper",
  "relay",
  "credit-inbox",
  "controller",
  "watcher",
  "projector",
  "bank-connector",
  "archive",
  "payout-ledger",
  "reports",
  "webhooks",
];

/** Who may import whom: the first folder that matches a file decides; `self` is the folder itself. */
const ARROWS: readonly { readonly from: RegExp; readonly to: RegExp; readonly says: string }[] = [
  { from: /^functions\/domain\//, to: /^functions\/domain\//, says: "the domain imports nothing of ours" },
  { from: /^functions\/stores\//, to: /^functions\/(stores|domain)\//, says: "stores import the domain alone" },
  { from: /^functions\/edge-router\//, to: /^functions\/edge-router\//, says: "the router stands alone" },
  {
    from: /^functions\/iso20022\//,
    to: /^functions\/(iso20022|domain)\//,
    says: "messages of banks import the domain alone, and any function may read them",
  },
  {
    from: /^functions\/pages\//,
    to: /^functions\/pages\//,
    says: "pages know nothing of what they show, and any function may draw them",
  },
  ...FUNCTIONS.map((name) => ({
    from: new RegExp(`^functions/${name}/`),
    to: new RegExp(`^functions/(${name}|stores|domain|iso20022|pages)/`),
    says: "a function imports stores, domain, messages and pages",
  })),
  {
    from: /^functions\/batch-runner\//,
    to: /^functions\/(batch-runner|stores|domain|iso20022|payments-api\/(actions|iso20022|[dps][a-z-]+\.ts$))/,
    says: "who pays files pays by the API's own actions, and knows nothing of its routes",
  },
  { from: /^infra\/plan\//, to: /^infra\/plan\//, says: "the plan imports nothing" },
  {
    from: /^infra\/components\//,
    to: /^infra\/((components|plan)\/|bundles\/paths\.ts)/,
    says: "components import the plan, and know where bundles are",
  },
  { from: /^infra\//, to: /^infra\//, says: "the program knows functions by bundle path only" },
  { from: /^policy\//, to: /^policy\//, says: "the pack can be published alone" },
  { from: /^local\//, to: /^local\//, says: "the local cloud knows the program by its resource graph only" },
  {
    from: /^drills\/checkers\//,
    to: /^(drills\/checkers|functions\/domain)\//,
    says: "checkers are pure functions over the domain",
  },
  {
    from: /^drills\/simulation\//,
    to: /^(drills\/(simulation|checkers)|local|functions)\//,
    says: "the simulation runs the functions' apps over the local models",
  },
  {
    from: /^drills\/scenarios\//,
    to: /^drills\/(scenarios|conduct|checkers|targets)\//,
    says: "a drill knows its target by the public API alone",
  },
  { from: /^(cli|bench)\//, to: /^(?!tests\/)/, says: "nothing imports tests" },
];

/** Where the bundler meets the API's own route table, and the simulation the machine's own definition. */
const ARROW_EXCEPTIONS = new Set([
  "infra/bundles/openapi.ts → functions/payments-api",
  "drills/simulation/executions.ts → infra/plan",
]);

describe("arrows between folders run one way", () => {
  it.each(ARROWS)("$from: $says", ({ from, to }) => {
    const wrong = ours
      .filter(({ path }) => ARROWS.find((arrow) => arrow.from.test(path))?.from === from)
      .flatMap((file) =>
        importsOf(file)
          .filter(({ target }) => paths.includes(target) && !to.test(target))
          .filter(({ target, typeOnly }) => !(typeOnly && isEnvOfFunction(file.path, target)))
          .filter(({ target }) => !ARROW_EXCEPTIONS.has(`${file.path} → ${target.split("/").slice(0, 2).join("/")}`))
          .map(({ target }) => `${file.path} imports ${target}`),
      );
    expect(wrong).toEqual([]);
  });

  it("nothing imports cli, bench or tests but themselves", () => {
    const wrong = ours.flatMap((file) =>
      importsOf(file)
        .filter(({ target }) => paths.includes(target) && /^(cli|bench|tests)\//.test(target))
        .filter(({ target }) => target.split("/")[0] !== file.path.split("/")[0] && !file.path.startsWith("bench/"))
        .map(({ target }) => `${file.path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe("sizes and form", () => {
  it("files have at most 400 lines, tests 600", () => {
    const long = files.filter(({ path, lines }) => lines.length - 1 > (path.startsWith("tests/") ? 600 : 400));
    expect(long.map(({ path, lines }) => `${path}: ${lines.length}`)).toEqual([]);
  });

  it("functions have at most 70 lines", () => {
    expect(ours.flatMap(longFunctions)).toEqual([]);
  });

  it("lines have at most 120 characters", () => {
    const wide = files.flatMap(({ path, lines }) =>
      lines.flatMap((line, index) => (line.length > 120 ? [`${path}:${index + 1}`] : [])),
    );
    expect(wide).toEqual([]);
  });

  it("files are named in kebab-case", () => {
    const odd = files.filter(({ path }) => !/^[a-z0-9][a-z0-9.-]*$/.test(path.split("/").at(-1) ?? ""));
    expect(odd.map(({ path }) => path)).toEqual([]);
  });

  it("every exported thing has a sentence that says its job", () => {
    expect(ours.filter(({ path }) => path.endsWith(".ts")).flatMap(undocumentedExports)).toEqual([]);
  });
});

describe("habits", () => {
  it("every cast says why it is safe", () => {
    expect(ours.flatMap(unlabelledCasts)).toEqual([]);
  });

  it("the domain has no clock, no chance and no floats", () => {
    const banned =
      /Date\.now|new Date\(\)|Math\.random|performance\.now|setTimeout|parseFloat|toFixed|randomBytes|randomUUID/;
    expect(matches(ours, /^functions\/domain\//, banned)).toEqual([]);
  });

  it("the local cloud's core has no clock and no chance of its own", () => {
    const banned =
      /Date\.now|new Date\(\)|Math\.random|performance\.now|setTimeout\(|setInterval|randomBytes\(|randomUUID/;
    const hosts = /^local\/(drivers|http|pulumi)\/|-host\.ts$|^local\/(serve|shutdown)\.ts$|\.mjs$/;
    const core = ours.filter(({ path }) => !hosts.test(path));
    expect(matches(core, /^local\//, banned)).toEqual([]);
  });

  it("nothing is left for later in a comment, and no machine is named", () => {
    const marks = /TODO|FIXME|XXX|\/(root|work|home)\//;
    const others = files.filter(({ path }) => path !== "tests/tidy.test.ts");
    expect(matches(others, /./, marks)).toEqual([]);
  });

  it("no test is skipped or run alone", () => {
    const tests = files.filter(({ path }) => path.endsWith(".test.ts") && path !== "tests/tidy.test.ts");
    expect(matches(tests, /^tests\//, /\b(it|describe|test)\.(only|skip|todo)\b/)).toEqual([]);
  });
});

function isEnvOfFunction(from: string, target: string): boolean {
  return from.startsWith("infra/") && /^functions\/[^/]+\/env\.ts$/.test(target);
}

function matches(among: readonly SourceFile[], where: RegExp, banned: RegExp): readonly string[] {
  return among
    .filter(({ path }) => where.test(path))
    .flatMap(({ path, lines }) =>
      lines.flatMap((line, index) => (banned.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [])),
    );
}

function longFunctions(file: SourceFile): readonly string[] {
  const tree = parse(file);
  const found: string[] = [];
  walk(tree, (node) => {
    if (!ts.isFunctionLike(node) || !("body" in node) || node.body === undefined) return;
    const start = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line;
    const end = tree.getLineAndCharacterOfPosition(node.end).line;
    if (end - start + 1 > 70) found.push(`${file.path}:${start + 1} has ${end - start + 1} lines`);
  });
  return found;
}

function undocumentedExports(file: SourceFile): readonly string[] {
  const tree = parse(file);
  return tree.statements
    .filter((statement) => isExported(statement) && ts.getJSDocCommentsAndTags(statement).length === 0)
    .filter((statement) => !overloadsDocumented(statement, tree))
    .map((statement) => `${file.path}:${tree.getLineAndCharacterOfPosition(statement.getStart(tree)).line + 1}`);
}

/** Only the first of several overloads carries the sentence. */
function overloadsDocumented(statement: ts.Statement, tree: ts.SourceFile): boolean {
  if (!ts.isFunctionDeclaration(statement) || statement.name === undefined) return false;
  const { text } = statement.name;
  return tree.statements.some(
    (other) =>
      ts.isFunctionDeclaration(other) && other.name?.text === text && ts.getJSDocCommentsAndTags(other).length > 0,
  );
}

function isExported(statement: ts.Statement): boolean {
  if (!ts.canHaveModifiers(statement)) return false;
  return ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

function unlabelledCasts(file: SourceFile): readonly string[] {
  const tree = parse(file);
  const found: string[] = [];
  walk(tree, (node) => {
    if (!ts.isAsExpression(node) || ts.isConstTypeReference(node.type)) return;
    const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
    const end = tree.getLineAndCharacterOfPosition(node.end).line;
    const near = file.lines.slice(Math.max(0, line - 3), end + 1).join("\n");
    if (!/\/\/|\*\//.test(near)) found.push(`${file.path}:${line + 1} ${node.getText(tree).slice(0, 60)}`);
  });
  return found;
}
