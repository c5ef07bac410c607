/** What `once` promises about process-wide state. */

import { afterEach, expect, test, vi } from "vitest";
import { forget, once } from "@/lib/core/once";

const name = "a test's own thing";

afterEach(() => forget(name));

test("a thing is made once, however often it is asked for", () => {
  const make = vi.fn(() => ({}));
  expect(once(name, make)).toBe(once(name, make));
  expect(make).toHaveBeenCalledOnce();
});

test("two copies of the module share what either has made", async () => {
  vi.resetModules();
  const copy = await import("@/lib/core/once");
  expect(copy.once).not.toBe(once);

  const made = once(name, () => ({ by: "first" }));
  expect(copy.once(name, () => ({ by: "second" }))).toBe(made);
  copy.forget(name);
  expect(once(name, () => ({ by: "third" }))).toEqual({ by: "third" });
});

test("undefined is kept like anything else", () => {
  const make = vi.fn(() => undefined);
  once(name, make);
  once(name, make);
  expect(make).toHaveBeenCalledOnce();
});

test("what fails to be made is not kept", () => {
  expect(() =>
    once(name, () => {
      throw new Error("no database yet");
    }),
  ).toThrow("no database yet");
  expect(once(name, () => "made")).toBe("made");
});

test("a rejected promise is not kept", async () => {
  await expect(once(name, () => Promise.reject(new Error("no database yet")))).rejects.toThrow();
  await expect(once(name, () => Promise.resolve("made"))).resolves.toBe("made");
});

test("callers who come while a promise is pending share it, and its failure", async () => {
  const make = vi.fn(() => Promise.reject(new Error("no database yet")));
  const both = await Promise.allSettled([once(name, make), once(name, make)]);
  expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(make).toHaveBeenCalledOnce();
});

test("a promise that fails late does not take its successor with it", async () => {
  let fail = (_: Error) => {};
  const pending = new Promise<string>((_, reject) => {
    fail = reject;
  });
  const first = once(name, () => pending);
  forget(name);
  once(name, () => "successor");
  fail(new Error("too late"));
  await expect(first).rejects.toThrow("too late");
  expect(once(name, () => "another")).toBe("successor");
});
