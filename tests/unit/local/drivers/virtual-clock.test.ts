import { array, assert, boolean, nat, property, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import { createTaskHeap } from "../../../../local/drivers/task-heap.ts";
import { createVirtualKernel } from "../../../../local/drivers/virtual-clock.ts";

describe("the heap of tasks", () => {
  it("hands tasks out by their moment, those of one moment in the order they came, without the cancelled", () => {
    const tasks = array(tuple(nat(20), boolean()));
    assert(
      property(tasks, (drawn) => {
        const heap = createTaskHeap();
        const ran: number[] = [];
        const cancels = drawn.map(([at], index) => heap.push(at, () => void ran.push(index)));
        drawn.forEach(([, isCancelled], index) => isCancelled && cancels[index]?.());
        const wanted = drawn
          .map(([at, isCancelled], index) => ({ at, isCancelled, index }))
          .filter(({ isCancelled }) => !isCancelled)
          .sort((one, other) => one.at - other.at || one.index - other.index)
          .map(({ index }) => index);
        expect(heap.size()).toBe(wanted.length);
        for (let task = heap.pop(); task !== undefined; task = heap.pop()) void task.run();
        expect(ran).toEqual(wanted);
        expect(heap.size()).toBe(0);
      }),
    );
  });

  it("forgives a cancel that comes too late, or twice", () => {
    const heap = createTaskHeap();
    const cancel = heap.push(1, () => undefined);
    heap.pop();
    cancel();
    cancel();
    expect(heap.size()).toBe(0);
  });
});

describe("the virtual kernel, elapsing", () => {
  it("lets everything that can go on at once do so before the next task", async () => {
    const kernel = createVirtualKernel();
    const told: string[] = [];
    const chain = async (name: string) => {
      for (let step = 0; step < 50; step += 1) await Promise.resolve();
      told.push(name);
    };
    kernel.after(10, () => void chain("first"));
    kernel.after(10, () => void chain("second"));
    kernel.after(11, () => void told.push("third"));
    await kernel.elapse(20);
    expect(told).toEqual(["first", "second", "third"]);
  });

  it("waits for no task, keeps what tasks throw, and ends at its time", async () => {
    const kernel = createVirtualKernel(1, 1_000);
    kernel.after(1, () => new Promise(() => undefined));
    kernel.after(2, () => {
      throw new Error("at once");
    });
    kernel.after(3, async () => {
      throw new Error("later");
    });
    await kernel.elapse(5);
    expect(kernel.now()).toBe(1_005);
    expect(kernel.faults.map(String)).toEqual(["Error: at once", "Error: later"]);
  });
});
