import { describe, expect, it } from "vitest";
import { createRegions, isUnreachable, regionUnreachable } from "../../../local/faults/regions.ts";

describe("regions", () => {
  it("are there until they are lost, and again when they are back", () => {
    const regions = createRegions();
    const heard: string[] = [];
    regions.onTurn((region, state) => heard.push(`${region} ${state}`));
    regions.turn("eu-west-1", "lost");
    regions.turn("eu-west-1", "lost");
    regions.turn("us-east-1", "here");
    regions.turn("eu-west-1", "here");
    expect(heard).toEqual(["eu-west-1 lost", "eu-west-1 here"]);
    expect(regions.isLost("eu-west-1")).toBe(false);
  });

  it("keep what replicates to or from one that is lost until both ends are there, in its order", () => {
    const regions = createRegions();
    const arrived: string[] = [];
    regions.turn("eu-west-1", "lost");
    regions.turn("us-east-1", "lost");
    const send = (from: string, to: string, what: string) => {
      const arrive = (): void => {
        if (!regions.hold(from, to, arrive)) arrived.push(what);
      };
      arrive();
    };
    send("eu-west-1", "us-east-1", "first");
    send("us-east-1", "eu-west-1", "second");
    send("ap-southeast-2", "us-east-1", "third");
    send("ap-southeast-2", "eu-central-1", "elsewhere");
    expect(arrived).toEqual(["elsewhere"]);
    regions.turn("us-east-1", "here");
    expect(arrived).toEqual(["elsewhere", "third"]);
    regions.turn("eu-west-1", "here");
    expect(arrived).toEqual(["elsewhere", "third", "first", "second"]);
  });

  it("that are lost fail calls in a way of their own", () => {
    expect(isUnreachable(regionUnreachable("eu-west-1"))).toBe(true);
    expect(isUnreachable(new Error("The region eu-west-1 does not answer."))).toBe(false);
  });
});
