import type { Bringing, UploadsPlan } from "./uploads-plan.ts";

const BRINGS: Readonly<Record<Bringing, string>> = {
  once: "",
  twice: ", put twice",
  again: ", and uploaded again later",
  twoUploads: ", by two uploads at once",
  never: ", and never puts it",
};

/** Which files are uploaded, and what befalls whoever pays them, moment by moment. */
export function uploadEvents({
  files,
  episodes,
}: UploadsPlan): readonly { readonly at: number; readonly text: string }[] {
  return [
    ...files.map(({ at, home, lines, brought, asks }) => {
      const asked = asks === undefined ? "" : `, ${asks} asked first`;
      return { at, text: `a tenant uploads a file of ${lines.length} lines in ${home}${asked}${BRINGS[brought]}` };
    }),
    ...episodes.flatMap(({ does, cell, at, until }) => {
      if (does === "dies") return [{ at, text: `whoever pays files in ${cell} dies` }];
      return [
        { at, text: `whoever pays files in ${cell} fails from now on` },
        { at: until, text: `whoever pays files in ${cell} is well again` },
      ];
    }),
  ];
}
