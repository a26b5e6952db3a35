// Runs inside a network namespace of its own: starts the server given by its arguments there, and passes what comes
// in by a Unix socket, which network namespaces do not part, on to the server's port.
import { execFileSync, spawn } from "node:child_process";
import { connect, createServer } from "node:net";

const [socketPath, port, program, ...args] = process.argv.slice(2);

execFileSync("ip", ["link", "set", "lo", "up"]);
const server = spawn(program, args, { stdio: "inherit" });
server.on("exit", (code) => process.exit(code ?? 1));
process.on("SIGTERM", () => server.kill());

createServer((outer) => {
  const inner = connect(Number(port), "127.0.0.1");
  outer.pipe(inner).pipe(outer);
  for (const [one, other] of [
    [outer, inner],
    [inner, outer],
  ]) {
    one.on("error", () => other.destroy());
    one.on("close", () => other.destroy());
  }
}).listen(socketPath);
