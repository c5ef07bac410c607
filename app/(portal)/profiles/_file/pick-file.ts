/** Files by the File System Access API, where a browser has it: such a file can be written to later, once its owner says so. */

import type { GivenFile } from "./given-file";

/** TypeScript's own library does not know yet what the specification says of permissions. */
export type WritableHandle = FileSystemFileHandle & {
  requestPermission?: (how: { mode: "readwrite" }) => Promise<PermissionState>;
};

type Picker = (how: { multiple: false }) => Promise<readonly WritableHandle[]>;

function picker(): Picker | null {
  const found: unknown = Reflect.get(window, "showOpenFilePicker");
  return typeof found === "function" ? (how) => found.call(window, how) : null;
}

export function canKeepHandle(): boolean {
  return picker() !== null;
}

/** Null where the person thought better of it. */
export async function pickFile(): Promise<GivenFile | null> {
  try {
    const [handle] = (await picker()?.({ multiple: false })) ?? [];
    return handle ? { file: await handle.getFile(), handle } : null;
  } catch {
    return null;
  }
}

/** What was dropped. The browser forgets it as soon as the event is over, so this begins within it. */
export function droppedFiles(transfer: DataTransfer): Promise<readonly GivenFile[]> {
  const given = [...transfer.items].flatMap((item) => {
    const file = item.kind === "file" ? item.getAsFile() : null;
    return file ? [{ file, handle: handleOf(item) }] : [];
  });
  return Promise.all(given.map(async ({ file, handle }) => ({ file, handle: await handle })));
}

async function handleOf(item: DataTransferItem): Promise<WritableHandle | null> {
  const ask: unknown = Reflect.get(item, "getAsFileSystemHandle");
  if (typeof ask !== "function") return null;
  try {
    const handle: unknown = await ask.call(item);
    return handle instanceof FileSystemFileHandle ? handle : null;
  } catch {
    return null;
  }
}
