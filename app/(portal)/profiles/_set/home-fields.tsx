"use client";
/** Where a machine keeps its header file: profiles that fetch keys by themselves name it. Stays in this page. */

import { SelectField, TextField } from "@/app/_ui/fields";
import type { Home } from "./ask-files";

export function HomeFields({ machine, onMachine }: { machine: Home; onMachine: (machine: Home) => void }) {
  return (
    <div className="grid items-start gap-3 sm:grid-cols-[160px_minmax(0,1fr)]">
      <SelectField
        label="Your machine"
        value={machine.system}
        onChange={(system) => onMachine({ ...machine, system })}
        choices={[
          ["unix", "Linux or macOS"],
          ["windows", "Windows"],
        ]}
      />
      <TextField
        label="Your home folder there: these profiles name a file in it"
        value={machine.home}
        onChange={(home) => onMachine({ ...machine, home })}
        maxLength={200}
        placeholder={machine.system === "unix" ? "/home/ada" : "C:\\Users\\ada"}
        mono
      />
    </div>
  );
}
