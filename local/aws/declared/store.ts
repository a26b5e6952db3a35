import type { Properties } from "../../core/resource.ts";

/** A declared resource that exists. */
export interface Thing {
  readonly id: string;
  /** Empty where its type has no regions. */
  readonly region: string;
  readonly inputs: Properties;
  /** The inputs among them. */
  readonly outputs: Properties;
}

/** What exists of the declared types: by type, and within it by id and region. */
export interface World {
  /** Every thing of a type: "aws:ec2/vpc:Vpc". */
  all(type: string): readonly Thing[];
  find(type: string, id: string, region: string): Thing | undefined;
}

/** A world that can be changed. One id of one type and region stands for one thing: a second takes its place. */
export interface Store extends World {
  put(type: string, key: string, thing: Thing): void;
  remove(type: string, key: string, region: string): void;
}

/** An empty store. */
export function createStore(): Store {
  const types = new Map<string, Map<string, Thing>>();
  const ofType = (type: string): Map<string, Thing> => {
    const things = types.get(type) ?? new Map<string, Thing>();
    types.set(type, things);
    return things;
  };
  return {
    all: (type) => [...ofType(type).values()],
    find: (type, id, region) => ofType(type).get(`${region} ${id}`),
    put: (type, key, thing) => void ofType(type).set(`${thing.region} ${key}`, thing),
    remove: (type, key, region) => void ofType(type).delete(`${region} ${key}`),
  };
}
