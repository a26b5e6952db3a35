/** How a runner's process dies. */
export interface ProcessFault {
  /** After it has sent so many parts; undefined: not there. */
  sendingFailsAfter: number | undefined;
  /** After it has paid a part, before it has noted so. */
  notesFail: boolean;
}
