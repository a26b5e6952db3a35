// The runtime inside an execution environment: loads the bundle's handler, then asks the Runtime API for one
// invocation after the other. Plain JavaScript, since it is started by a bare Node process.
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { format } from "node:util";
import { setFlagsFromString } from "node:v8";

const [apiHost, ...prefix] = (process.env.AWS_LAMBDA_RUNTIME_API ?? "").split("/");
const apiPath = `/${prefix.join("/")}/2018-06-01/runtime`;
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
// A report that asks for what comes next is answered with the next invocation: one exchange instead of two.
const asksForNext = { "x-local-then": "next" };
let current;

// V8 spends more on optimising what an idle environment runs every other second than that ever gives back.
setFlagsFromString("--interrupt-budget=1000000");
endWithParent();
patchConsole();
process.on("uncaughtException", (error) => die("Runtime.UncaughtException", error, 129));
process.on("unhandledRejection", (error) => die("Runtime.UnhandledPromiseRejection", error, 128));
await serve();

/** Nothing may outlive the local cloud: its end closes stdin; handlers that never yield are ended by its guard. */
function endWithParent() {
  process.on("SIGINT", () => {});
  process.stdin.on("error", () => process.exit(0));
  process.stdin.on("close", () => process.exit(0));
  process.stdin.resume();
}

async function serve() {
  let handler;
  try {
    handler = await loadHandler();
  } catch (error) {
    await post("/init/error", describe(error));
    process.exit(1);
  }
  let invocation = await send("GET", "/invocation/next");
  for (;;) {
    const { headers, body } = invocation;
    current = headers["lambda-runtime-aws-request-id"];
    process.env["_X_AMZN_TRACE_ID"] = headers["lambda-runtime-trace-id"];
    const url = `/invocation/${current}`;
    try {
      const result = await call(handler, JSON.parse(body), contextOf(headers));
      invocation = await post(`${url}/response`, result === undefined ? "null" : JSON.stringify(result), asksForNext);
    } catch (error) {
      const described = describe(error);
      console.error("Invoke Error", described);
      invocation = await post(`${url}/error`, described, asksForNext);
    }
  }
}

async function loadHandler() {
  const { LAMBDA_TASK_ROOT: root = ".", _HANDLER: name = "" } = process.env;
  const dot = name.lastIndexOf(".");
  const file = [".mjs", ".js", ".cjs"]
    .map((extension) => path.join(root, name.slice(0, dot) + extension))
    .find((candidate) => fs.existsSync(candidate));
  if (file === undefined) {
    throw named("Runtime.ImportModuleError", `Error: Cannot find module '${name.slice(0, dot)}'`);
  }
  const module = await import(pathToFileURL(file).href);
  const exported = name.slice(dot + 1);
  const handler = module[exported] ?? module.default?.[exported];
  if (typeof handler !== "function") {
    throw named("Runtime.HandlerNotFound", `${name} is undefined or not exported`);
  }
  return handler;
}

/** Handlers answer by promise, or by callback where they declare one. */
function call(handler, event, context) {
  if (handler.length < 3) return handler(event, context);
  return new Promise((resolve, reject) => {
    const answer = handler(event, context, (error, result) => (error ? reject(error) : resolve(result)));
    if (typeof answer?.then === "function") answer.then(resolve, reject);
  });
}

function contextOf(headers) {
  const { env } = process;
  const deadlineMs = Number(headers["lambda-runtime-deadline-ms"]);
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    awsRequestId: headers["lambda-runtime-aws-request-id"],
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  };
}

function post(url, value, asked) {
  return send("POST", url, typeof value === "string" ? value : JSON.stringify(value), asked);
}

function send(method, url, body, asked) {
  const [host, port] = apiHost.split(":");
  return new Promise((resolve, reject) => {
    const headers = { ...asked, "x-local-max-memory-mb": Math.ceil(process.resourceUsage().maxRSS / 1024) };
    if (body !== undefined) headers["content-length"] = Buffer.byteLength(body);
    const request = http.request({ method, host, port, path: apiPath + url, agent, headers }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => resolve({ headers: response.headers, body: Buffer.concat(chunks).toString("utf8") }));
    });
    // Without its Runtime API an environment is of no use.
    request.on("error", reject);
    request.end(body);
  }).catch(() => process.exit(0));
}

function die(errorType, error, status) {
  const described = { ...describe(error), errorType, reason: describe(error) };
  console.error("Uncaught Exception", described);
  const url = current === undefined ? "/init/error" : `/invocation/${current}/error`;
  void post(url, described).finally(() => process.exit(status));
}

function named(name, message) {
  const error = new Error(message);
  error.name = name;
  return error;
}

function describe(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? "").split("\n") };
}

/** Lambda's console writes one record a call: tab-separated text, or JSON where the function asks for it. */
function patchConsole() {
  const json = process.env.AWS_LAMBDA_LOG_FORMAT === "JSON";
  const levels = { debug: "DEBUG", info: "INFO", log: "INFO", warn: "WARN", error: "ERROR", trace: "TRACE" };
  for (const [method, level] of Object.entries(levels)) {
    console[method] = (...values) => {
      const timestamp = new Date().toISOString();
      const message = json && values.length === 1 && typeof values[0] === "object" ? values[0] : format(...values);
      const record = json
        ? JSON.stringify({ timestamp, level, requestId: current, message })
        : [timestamp, current ?? "undefined", level, message].join("\t").replaceAll("\n", "\r");
      process.stdout.write(`${record}\n`);
    };
  }
}
