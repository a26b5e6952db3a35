import { AwsError } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";

/** A group of schedules. */
export interface ScheduleGroup {
  readonly name: string;
  readonly region: string;
  readonly arn: string;
  readonly createdMs: number;
  tags: Readonly<Record<string, string>>;
}

/** The groups of the account. */
interface ScheduleGroups {
  /** Throws `ConflictException`. */
  create(region: string, name: string, tags: ScheduleGroup["tags"]): ScheduleGroup;
  find(region: string, name: string): ScheduleGroup | undefined;
  remove(region: string, name: string): void;
  all(region: string): readonly ScheduleGroup[];
}

/** No groups but "default", which every region has. */
export function createScheduleGroups(kernel: Kernel, accountId: string): ScheduleGroups {
  const groups = new Map<string, ScheduleGroup>();
  const make = (region: string, name: string, tags: ScheduleGroup["tags"]): ScheduleGroup => {
    const arn = `arn:aws:scheduler:${region}:${accountId}:schedule-group/${name}`;
    const group = { name, region, arn, createdMs: kernel.now(), tags };
    groups.set(`${region}/${name}`, group);
    return group;
  };
  const find = (region: string, name: string): ScheduleGroup | undefined =>
    groups.get(`${region}/${name}`) ?? (name === "default" ? make(region, name, {}) : undefined);
  return {
    create(region, name, tags) {
      if (find(region, name) === undefined) return make(region, name, tags);
      throw new AwsError("ConflictException", `Schedule group ${name} already exists.`, 409);
    },
    find,
    remove: (region, name) => void groups.delete(`${region}/${name}`),
    all(region) {
      find(region, "default");
      return [...groups.values()].filter((group) => group.region === region);
    },
  };
}
