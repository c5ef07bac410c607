/** A file of somebody's is written as a whole, with their leave, and never over what another program wrote. */

import { expect, test } from "vitest";
import { saveBack } from "./save-back";

function handleOf(text: string, more: { state?: PermissionState; fails?: boolean } = {}) {
  const written: string[] = [];
  let pending = "";
  const handle = {
    kind: "file",
    name: "config",
    getFile: async () => new File([text], "config"),
    requestPermission: async () => more.state ?? "granted",
    createWritable: async () => ({
      write: async (part: string) => {
        if (more.fails) throw new Error("disk full");
        pending += part;
      },
      close: async () => void written.push(pending),
    }),
  };
  return { handle: handle as never, written };
}

test("what is saved is exactly the merged text", async () => {
  const { handle, written } = handleOf("old\r\n");
  expect(await saveBack({ text: "old\r\n", handle }, "new\r\n")).toEqual({ ok: true });
  expect(written).toEqual(["new\r\n"]);
});

test("what another program wrote meanwhile is not overwritten, and is handed back", async () => {
  const { handle, written } = handleOf("theirs");
  expect(await saveBack({ text: "old", handle }, "new")).toMatchObject({ ok: false, now: "theirs" });
  expect(written).toEqual([]);
});

test("without leave, and where writing fails, the file stays and the person is told", async () => {
  for (const more of [{ state: "denied" as const }, { state: "prompt" as const }, { fails: true }]) {
    const { handle, written } = handleOf("old", more);
    expect(await saveBack({ text: "old", handle }, "new")).toMatchObject({ ok: false, now: null });
    expect(written).toEqual([]);
  }
  expect(await saveBack({ text: "old", handle: null }, "new")).toMatchObject({ ok: false });
});
