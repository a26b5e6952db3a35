import type { JournalEpisode, ViewsPlan } from "./views-plan.ts";
import type { World } from "./world.ts";

/** Lets befall the journal and the views what a plan says, from now on; healing ends it. */
export function troubleViews(world: World, { cell, delivery, unreadable, episodes, heldAt }: ViewsPlan): void {
  const { kernel, journal, cells } = world;
  const feed = cells.find(({ name }) => name === cell)?.journal;
  journal?.faults(delivery);
  feed?.faults({ ...delivery, unreadable });
  const begin = (episode: JournalEpisode): void => {
    if (episode.does === "reshard") feed?.reshard(episode.shards);
    else if (episode.does === "unread") feed?.pause(true);
    else journal?.shed(episode.share);
  };
  const end = ({ does }: JournalEpisode): void => {
    if (does === "unread") feed?.pause(false);
    else if (does === "shed") journal?.shed(0);
  };
  if (heldAt !== undefined) kernel.after(heldAt, () => feed?.pause(true, "held"));
  for (const episode of episodes) {
    kernel.after(episode.at, () => begin(episode));
    if (episode.does !== "reshard") kernel.after(episode.until, () => end(episode));
  }
}
