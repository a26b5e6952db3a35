import { breakOffMs } from "../faults/regions.ts";
import type { Incoming } from "./two-protocols.ts";

/** Lets whoever asks wait, as before a network that is dead, and breaks the connection off in the end. */
export function breakOff(incoming: Incoming): void {
  const { socket } = incoming;
  const timer = setTimeout(() => socket.destroy(), breakOffMs);
  socket.once("close", () => clearTimeout(timer));
}
