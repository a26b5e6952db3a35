/** How a runner's process dies. */
export interface ProcessFault {
  /** After it has sent so many parts; undefined: not there. */
  sendingFailsAfter: number | undefined;
  /** After it has paid a part, before it has noted so. */
  notesFail: boolean;
  /** The control table of its region does not answer. */
  controlDown: boolean;
  /** What others do once, just before it notes how an upload stands or keeps what it knows of lines. */
  meanwhile: { readonly before: "note" | "keep"; readonly does: () => Promise<unknown> } | undefined;
}
