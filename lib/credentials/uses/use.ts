/** What a tool needs to get keys by itself: ways, each a few snippets and a test. */

export type Language =
  | "shell"
  | "powershell"
  | "ini"
  | "json"
  | "yaml"
  | "hcl"
  | "python"
  | "javascript"
  | "go"
  | "java"
  | "rust";

export type Snippet = {
  /** What to do with it, as an imperative. */
  title: string;
  language: Language;
  text: string;
};

export type Way = {
  title: string;
  /** Which versions take it. */
  versions: string;
  snippets: readonly Snippet[];
  /** Prints the ARN that is expected. */
  test: Snippet;
  /** What goes wrong for people who do not know it. */
  notes: readonly string[];
};

export type Use = { id: string; label: string; ways: readonly Way[] };
