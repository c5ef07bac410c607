/** What somebody dropped, chose or pasted, as text. Nothing is guessed: what is no config file is told by what it is instead. */

import { unreadable } from "@/lib/profiles/merge-outside";

export type Fault = { title: string; remedy: string };
export type Given = { ok: true; text: string } | { ok: false; fault: Fault };

const mostBytes = 5 * 1024 * 1024;

const tooLarge: Fault = {
  title: "This file is larger than 5 MB",
  remedy: "Nothing that AWS’s tools read is. Choose ~/.aws/config itself.",
};

const noText: Fault = {
  title: "This is not a text file",
  remedy: "Choose ~/.aws/config itself: it has no ending such as .zip or .json.",
};

const otherEncoding: Fault = {
  title: "This file is UTF-16",
  remedy:
    "AWS’s tools read UTF-8 alone, and PowerShell’s > writes UTF-16. Open it in an editor, save it as UTF-8, and give it here again.",
};

export function readPasted(text: string): Given {
  // A mark at the beginning is the linter's to tell.
  const refused = unreadable(text.replace(/^\ufeff/, ""));
  if (!refused) return { ok: true, text };
  return { ok: false, fault: text.length > mostBytes ? tooLarge : noText };
}

export function readBytes(bytes: Uint8Array<ArrayBuffer>): Given {
  if (bytes.length > mostBytes) return { ok: false, fault: tooLarge };
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return { ok: false, fault: otherEncoding };
  try {
    return readPasted(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return { ok: false, fault: bytes.includes(0) ? noText : notUtf8(bytes) };
  }
}

/** A file that is too large is not even read. */
export async function readFile(file: File): Promise<Given> {
  if (file.size > mostBytes) return { ok: false, fault: tooLarge };
  try {
    return readBytes(new Uint8Array(await file.arrayBuffer()));
  } catch {
    const title = "The browser could not read this file";
    return {
      ok: false,
      fault: { title, remedy: "See that it is there and may be read, and give it again." },
    };
  }
}

function notUtf8(bytes: Uint8Array<ArrayBuffer>): Fault {
  const text = new TextDecoder().decode(bytes);
  const line = text.slice(0, text.indexOf("\ufffd")).split(/\r\n|\r|\n/).length;
  return {
    title: `Line ${line} is not UTF-8`,
    remedy:
      "The AWS CLI fails on such a file on most machines. Open it in an editor, save it as UTF-8, and give it here again.",
  };
}
