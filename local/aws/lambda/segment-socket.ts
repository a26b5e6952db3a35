import { createSocket } from "node:dgram";

/** Where an environment sends the steps that its code records, as to the daemon beside it on Lambda. */
export interface SegmentSocket {
  /** "127.0.0.1:40001", the value of AWS_XRAY_DAEMON_ADDRESS. */
  readonly address: string;
  close(): void;
}

const loopback = "127.0.0.1";

/**
 * Listens for segment documents, each a datagram after a line that says its format.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html
 */
export function openSegmentSocket(onSegment: (document: string) => void): Promise<SegmentSocket> {
  const socket = createSocket("udp4");
  socket.unref();
  socket.on("message", (datagram) => {
    const text = datagram.toString("utf8");
    const end = text.indexOf("\n");
    if (end > 0 && text.slice(0, end).includes('"format"')) onSegment(text.slice(end + 1));
  });
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.bind(0, loopback, () => {
      socket.on("error", () => undefined);
      resolve({ address: `${loopback}:${socket.address().port}`, close: () => socket.close() });
    });
  });
}
