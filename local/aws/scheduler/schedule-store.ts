import { AwsError } from "../../core/errors.ts";
import type { Cancel, Kernel } from "../../core/kernel.ts";
import type { Properties } from "../../core/resource.ts";
import { readerOf } from "../inputs.ts";
import { nextTime } from "./schedule-expression.ts";
import { createScheduleGroups, type ScheduleGroup } from "./schedule-groups.ts";
import { parseSchedule, type Schedule } from "./schedule.ts";

/** Where a schedule stands. */
export interface SchedulePlace {
  readonly region: string;
  readonly groupName: string;
  readonly name: string;
}

/** A schedule as it was declared last, by a program or by a call. */
export interface StoredSchedule {
  readonly schedule: Schedule;
  /** In the provider's words. */
  readonly declared: Properties;
  readonly modifiedMs: number;
}

/** The schedules and groups of the account; every region has the group "default". */
export interface ScheduleStore {
  /** Throws `ConflictException` and `ResourceNotFoundException`. */
  create(place: SchedulePlace, declared: Properties): StoredSchedule;
  update(place: SchedulePlace, declared: Properties): StoredSchedule;
  find(place: SchedulePlace): StoredSchedule | undefined;
  remove(place: SchedulePlace): void;
  all(region: string): readonly StoredSchedule[];
  createGroup(region: string, name: string, tags: ScheduleGroup["tags"]): ScheduleGroup;
  findGroup(region: string, name: string): ScheduleGroup | undefined;
  /** With all its schedules. */
  removeGroup(region: string, name: string): void;
  groups(region: string): readonly ScheduleGroup[];
  /** Nothing fires any more. */
  stop(): void;
}

/** What the store does when a schedule is due. */
interface Deps {
  readonly kernel: Kernel;
  readonly accountId: string;
  /** Calls the target. `isThere` says whether the schedule still exists, for retries. */
  fire(schedule: Schedule, atMs: number, isThere: () => boolean): Promise<void>;
}

/** No schedules yet. */
export function createScheduleStore(deps: Deps): ScheduleStore {
  const { kernel, accountId } = deps;
  const schedules = new Map<string, StoredSchedule>();
  const groups = createScheduleGroups(kernel, accountId);
  const timetable = createTimetable(deps, schedules);

  const keyOf = ({ region, groupName, name }: SchedulePlace): string => `${region}/${groupName}/${name}`;
  const parse = (place: SchedulePlace, declared: Properties, createdMs: number): Schedule =>
    parseSchedule(readerOf("aws:scheduler/schedule:Schedule", declared), { ...place, accountId, createdMs });
  return {
    create(place, declared) {
      const key = keyOf(place);
      const schedule = parse(place, declared, kernel.now());
      if (schedules.has(key)) throw new AwsError("ConflictException", `Schedule ${place.name} already exists.`, 409);
      if (groups.find(place.region, place.groupName) === undefined) {
        throw new AwsError("ResourceNotFoundException", `Schedule Group ${place.groupName} does not exist.`, 404);
      }
      const stored = { schedule, declared, modifiedMs: schedule.createdMs };
      schedules.set(key, stored);
      // From its own creation: the clock may have moved on since, and the first firing is due at once.
      timetable.plan(key, schedule, schedule.createdMs);
      return stored;
    },
    update(place, declared) {
      const key = keyOf(place);
      const before = schedules.get(key);
      if (before === undefined) throw noSchedule(place.name);
      const schedule = parse(place, declared, before.schedule.createdMs);
      const stored = { schedule, declared, modifiedMs: kernel.now() };
      schedules.set(key, stored);
      // What is due at this very moment has fired already.
      timetable.plan(key, schedule, kernel.now() + 1);
      return stored;
    },
    find: (place) => schedules.get(keyOf(place)),
    remove: (place) => timetable.remove(keyOf(place)),
    all: (region) => [...schedules.values()].filter(({ schedule }) => schedule.region === region),
    createGroup: groups.create,
    findGroup: groups.find,
    removeGroup(region, name) {
      for (const { schedule } of schedules.values()) {
        if (schedule.region === region && schedule.groupName === name) timetable.remove(keyOf(schedule));
      }
      groups.remove(region, name);
    },
    groups: groups.all,
    stop() {
      for (const key of schedules.keys()) timetable.remove(key);
    },
  };
}

/** The timers of all schedules, one each at most. */
function createTimetable({ kernel, fire }: Deps, schedules: Map<string, StoredSchedule>) {
  const timers = new Map<string, Cancel>();
  const clear = (key: string): void => {
    timers.get(key)?.();
    timers.delete(key);
  };
  const remove = (key: string): void => {
    clear(key);
    schedules.delete(key);
  };
  const plan = (key: string, schedule: Schedule, fromMs: number): void => {
    clear(key);
    if (!schedule.enabled) return;
    const anchorMs = schedule.startMs ?? schedule.createdMs;
    const atMs = nextTime(schedule.times, anchorMs, Math.max(fromMs, schedule.startMs ?? fromMs));
    if (atMs === undefined || (schedule.endMs !== undefined && atMs > schedule.endMs)) {
      if (schedule.endsWithDeletion) remove(key);
      return;
    }
    const cancel = kernel.after(Math.max(0, atMs - kernel.now()), () => {
      const isThere = (): boolean => schedules.has(key) || schedule.endsWithDeletion;
      // Planned first: a slow target does not hold up the next firing.
      plan(key, schedule, atMs + 1);
      return fire(schedule, atMs, isThere);
    });
    timers.set(key, cancel);
  };
  return { plan, remove };
}

/** AWS's word for a schedule that is not there. */
export function noSchedule(name: string): AwsError {
  return new AwsError("ResourceNotFoundException", `Schedule ${name} does not exist.`, 404);
}
