import type { Reader } from "../../core/reader.ts";

/** Whether a trail records management events, reads and writes; with no selectors it does. */
export function recordsManagement(read: Reader): boolean {
  const advanced = read.blocks("advancedEventSelectors");
  if (advanced.length > 0) {
    return advanced.some((selector) => isOfCategory(selector, "Management") && !namesField(selector, "readOnly"));
  }
  const basic = read.blocks("eventSelectors");
  if (basic.length === 0) return true;
  return basic.some(
    (selector) =>
      (selector.text("readWriteType") ?? "All") === "All" && (selector.flag("includeManagementEvents") ?? true),
  );
}

/** Whether a trail records what is done to data of some kind. */
export function recordsData(read: Reader): boolean {
  return (
    read.blocks("eventSelectors").some((selector) => selector.blocks("dataResources").length > 0) ||
    read.blocks("advancedEventSelectors").some((selector) => isOfCategory(selector, "Data"))
  );
}

function isOfCategory(selector: Reader, category: string): boolean {
  return selector
    .blocks("fieldSelectors")
    .some((field) => field.text("field") === "eventCategory" && field.texts("equals").includes(category));
}

function namesField(selector: Reader, name: string): boolean {
  return selector.blocks("fieldSelectors").some((field) => field.text("field") === name);
}
