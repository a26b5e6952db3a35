import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import grpc from "@grpc/grpc-js";
import rpc from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import { parse } from "yaml";
import { parseExemptions } from "./exemptions.ts";
import type { Exemption } from "./exemptions.ts";
import type { Pack } from "./run.ts";
import { createService } from "./service.ts";

/** The file of exemptions, where the project has one. */
const FILE = "policy-exemptions.yaml";

/** Serves a pack to the engine that started this process in the pack's directory. */
export function startPack(pack: Pack): void {
  const exempt = { exemptions: exemptionsAbove(process.cwd()), today: new Date().toISOString().slice(0, 10) };
  const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  server.addService(rpc.AnalyzerService, createService({ ...pack, version: versionHere() }, exempt));
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (fault, port) => {
    if (fault !== null) throw fault;
    // As every plugin of Pulumi tells the engine where it listens.
    console.log(port);
  });
}

function versionHere(): string {
  const { version }: { readonly version?: unknown } = JSON.parse(readFileSync("package.json", "utf8"));
  if (typeof version !== "string") throw new Error("package.json: a pack needs a version.");
  return version;
}

/** The exemptions of the project that the pack lies in: the nearest file upwards, none where there is none. */
function exemptionsAbove(directory: string): readonly Exemption[] {
  const file = path.join(directory, FILE);
  if (existsSync(file)) return parseExemptions(parse(readFileSync(file, "utf8")));
  const above = path.dirname(directory);
  return above === directory ? [] : exemptionsAbove(above);
}
