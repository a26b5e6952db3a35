import { describe, expect, it } from "vitest";
import { bars } from "../../../../functions/pages/bars.ts";

/** How long each bar is, by its name. */
function lengths(markup: string): readonly (readonly [string, number])[] {
  const names = [...markup.matchAll(/<title>(.*?): /g)].map(([, name = ""]) => name);
  const widths = [...markup.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, width]) => Number(width));
  return names.map((name, index) => [name, widths[index] ?? Number.NaN]);
}

describe("bars", () => {
  it("are as long as what they show, in its order", () => {
    const drawn = lengths(
      bars(
        "by reason",
        [1, 4, 2].map((value) => ({ name: `of ${value}`, value })),
      ).html,
    );
    expect(drawn.map(([name]) => name)).toEqual(["of 1", "of 4", "of 2"]);
    const [one = 0, four = 0, two = 0] = drawn.map(([, length]) => length);
    expect([four / one, two / one]).toEqual([4, 2]);
  });

  it("show a name as text, and a long one shortened", () => {
    const { html } = bars("by name", [{ name: `<b>${"x".repeat(60)}`, value: 1 }]);
    expect(html).not.toContain("<b>");
    expect(html).toMatch(/>&lt;b&gt;x{40}…<\/text>/);
  });

  it("are nothing where there is nothing to show", () => {
    expect(bars("empty", []).html).toBe("");
    expect(bars("zeros", [{ name: "none", value: 0 }]).html).toBe("");
  });

  it("are the longest of too many", () => {
    const many = Array.from({ length: 40 }, (_, index) => ({ name: `${index}`, value: index + 1 }));
    const names = lengths(bars("many", many).html).map(([name]) => name);
    expect(names).toEqual(Array.from({ length: 24 }, (_, index) => `${index + 16}`));
  });
});
