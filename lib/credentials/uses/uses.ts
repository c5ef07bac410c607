/** Every tool for which we know how it gets keys by itself, in the order in which they are shown. To add one: write its file and name it here. */

import { boto3 } from "./boto3";
import { codespaces } from "./codespaces";
import { commandLine } from "./command-line";
import { docker } from "./docker";
import { go } from "./go";
import { java } from "./java";
import { javascript } from "./javascript";
import { kubernetes } from "./kubernetes";
import type { Machine } from "./machine";
import { rust } from "./rust";
import { terraform } from "./terraform";
import type { Use } from "./use";
import { vscode } from "./vscode";

const makers = [
  commandLine,
  boto3,
  javascript,
  go,
  java,
  rust,
  terraform,
  docker,
  kubernetes,
  codespaces,
  vscode,
];

export function usesOn(machine: Machine): Use[] {
  return makers.map((make) => make(machine));
}
