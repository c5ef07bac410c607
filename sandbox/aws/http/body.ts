/** Reads JSON that a client sent, without believing anything about it. */

/** Undefined: not a JSON object. */
export function jsonObject(source: string): ReadonlyMap<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(source);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? new Map(Object.entries(value)) : undefined;
  } catch {
    return undefined;
  }
}

/** The member if it is a text that is not empty. */
export function text(body: ReadonlyMap<string, unknown>, name: string): string | undefined {
  const value = body.get(name);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The member if it is a list of texts; `"wrong"` if it is anything else but absent. */
export function texts(body: ReadonlyMap<string, unknown>, name: string): string[] | undefined | "wrong" {
  const value = body.get(name) ?? undefined;
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) return "wrong";
  const all = value.filter((one): one is string => typeof one === "string");
  return all.length === value.length ? all : "wrong";
}
