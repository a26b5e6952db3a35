import { spawn } from "node:child_process";
import { connect } from "node:net";

// Runs a judge as its child, and ends it when whoever started this process is gone, however that came about. Behind a
// bridge the judge may be in a network of its own: the server that is handed over was bound in the starter's network.
process.once("message", ({ command, args, env, innerPort }, server) => {
  const judge = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "inherit", "inherit"] });
  judge.on("error", () => process.exit(1));
  judge.on("exit", () => process.exit(1));
  process.on("disconnect", () => judge.kill("SIGKILL"));
  server?.on("connection", (outside) => {
    const inside = connect({ port: innerPort, host: "127.0.0.1", noDelay: true });
    outside.setNoDelay(true);
    outside.pipe(inside).pipe(outside);
    outside.on("error", () => inside.destroy()).on("close", () => inside.destroy());
    inside.on("error", () => outside.destroy()).on("close", () => outside.destroy());
  });
});
