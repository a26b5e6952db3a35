/* oxlint-disable no-unused-vars -- CloudFront calls `handler`, and wants a name in every catch. */
// Written in the language subset of CloudFront Functions, runtime 2.0: no destructuring, spread, default parameters,
// optional chaining, for-of, classes, Map or Set, nor an await among arguments. What is decided here is advice: the
// cell checks its own authority.
import cf from "cloudfront";

// Put in at deployment: { cells: [name, …], hosts: { name: host }, near: [[time zone prefix, cell], …] }.
const table = __ROUTING_TABLE__;

const addressed = /\/(?:acc|pay|whk)_([a-z][a-z0-9]{0,7})_/;

async function handler(event) {
  const request = event.request;
  const headers = request.headers || {};
  let cell = known(valueOf(headers, "prefer-cell"));
  if (!cell) {
    const home = homeOf(request, headers);
    if (home) {
      cell = await serving(home);
    } else {
      cell = await nearest(valueOf(headers, "cloudfront-viewer-time-zone"));
    }
  }
  select(cell);
  beginTrace(headers);
  request.headers = headers;
  return request;
}

// CloudFront records no traces, so one begins here, with the time of this step for whoever records it. What a viewer
// says of traces is replaced: ids of its choice could lead into another's.
function beginTrace(headers) {
  const now = Date.now();
  const span = digits() + digits();
  const root = "1-" + Math.floor(now / 1000).toString(16) + "-" + digits() + digits() + digits();
  headers["x-amzn-trace-id"] = { value: "Root=" + root + ";Parent=" + span };
  headers["edge-span"] = { value: span + "-" + now };
}

function digits() {
  return ("0000000" + Math.floor(Math.random() * 4294967296).toString(16)).slice(-8);
}

// The viewer's own host name is handed on with its other headers, but a cell's API answers to its own name only.
function select(cell) {
  try {
    cf.selectRequestOriginById(cell, { hostHeader: table.hosts[cell] });
  } catch (fault) {
    console.log("default origin, not " + cell + ": " + fault);
  }
}

function homeOf(request, headers) {
  const match = addressed.exec(request.uri);
  if (match) {
    return known(match[1]);
  }
  const opens =
    request.method === "POST" && (request.uri === "/v1/accounts" || request.uri === "/v1/webhook_endpoints");
  return opens ? known(valueOf(headers, "home-cell")) : undefined;
}

async function serving(home) {
  const standIn = await read("serves/" + home);
  return known(standIn) || home;
}

async function nearest(zone) {
  const candidates = byDistance(zone);
  for (let i = 0; i < candidates.length; i += 1) {
    const down = await read("down/" + candidates[i]);
    if (down === undefined) {
      return candidates[i];
    }
  }
  return candidates[0];
}

function byDistance(zone) {
  const near = table.near.filter((entry) => zone !== undefined && zone.startsWith(entry[0])).map((entry) => entry[1]);
  return near.concat(table.cells.filter((cell) => !near.includes(cell)));
}

function known(cell) {
  return table.cells.includes(cell) ? cell : undefined;
}

function valueOf(headers, name) {
  return headers[name] ? headers[name].value : undefined;
}

// The store may lack the key, or be gone altogether: then what the table says holds.
async function read(key) {
  try {
    const value = await cf.kvs().get(key);
    return value;
  } catch (absent) {
    return undefined;
  }
}
