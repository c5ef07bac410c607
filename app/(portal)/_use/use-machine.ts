"use client";
/** Whose machine the snippets are for: its system, its home folder and the region. The browser remembers the first two, for every role. */

import { useState } from "react";
import { useInBrowser } from "@/app/_ui/use-in-browser";
import { useRemembered } from "@/app/_ui/use-remembered";
import type { Grant } from "@/lib/core/grant";
import { regionField } from "@/lib/credentials/regional-field";
import { homeFault, type Machine, type System, systems } from "@/lib/credentials/uses/machine";

export type MachineForm = {
  /** With an example's folder and the instance's region where something typed cannot stand in a snippet. */
  machine: Machine;
  home: string;
  region: string;
  faults: { home: string | null; region: string | null };
  onSystem: (system: System) => void;
  onHome: (home: string) => void;
  onRegion: (region: string) => void;
};

function guess(): System {
  const agent = navigator.userAgent;
  return /Windows/.test(agent) ? "windows" : /Mac OS/.test(agent) ? "macos" : "linux";
}

export function useMachine(known: { portalUrl: string; grant: Grant; region: string }): MachineForm {
  const [word, onSystem] = useRemembered("sallyport.system");
  const guessed = useInBrowser<System>(guess, "linux");
  const system = systems.find(({ id }) => id === word)?.id ?? guessed;
  const [home, onHome] = useRemembered(`sallyport.home.${system}`);
  const [region, onRegion] = useState("");

  const example = systems.find(({ id }) => id === system)?.home ?? "";
  const typed = home?.trim() || example;
  const fault = homeFault(system, typed);
  const wrongRegion = region.trim() !== "" && !regionField.allowed.test(region.trim());
  return {
    machine: {
      portalUrl: known.portalUrl,
      grant: known.grant,
      region: wrongRegion ? known.region : region.trim() || known.region,
      system,
      home: fault ? example : typed,
    },
    home: home ?? "",
    region,
    faults: { home: fault, region: wrongRegion ? regionField.rule : null },
    onSystem,
    onHome,
    onRegion,
  };
}
