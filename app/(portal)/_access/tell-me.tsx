"use client";
/** Whether the browser may tell of keys that end. It is asked only because somebody pressed the button. */

import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { BellIcon } from "@/app/_ui/icons";
import { useInBrowser } from "@/app/_ui/use-in-browser";
import { useRemembered } from "@/app/_ui/use-remembered";

type Permission = NotificationPermission | "none";

const permissionNow = (): Permission => ("Notification" in window ? Notification.permission : "none");

export type Telling = {
  on: boolean;
  permission: Permission;
  /** Whether the browser said so just now, to who had pressed the button. */
  answered: boolean;
  turn: (on: boolean) => Promise<void>;
};

export function useTelling(): Telling {
  const [word, remember] = useRemembered("sallyport.tell-before-end");
  const first = useInBrowser<Permission>(permissionNow, "none");
  const [answered, setAnswered] = useState<Permission | null>(null);
  const permission = answered ?? first;

  async function turn(on: boolean): Promise<void> {
    if (!on) return remember("off");
    const answer = permission === "default" ? await Notification.requestPermission() : permission;
    setAnswered(answer);
    if (answer === "granted") remember("on");
  }

  return { on: word === "on" && permission === "granted", permission, answered: answered !== null, turn };
}

export function TellMe({ telling: { on, permission, answered, turn } }: { telling: Telling }) {
  // Whoever has decided against it, here or for all sites, is not told so again and again.
  if (permission === "none" || (permission === "denied" && !answered)) return null;
  if (permission === "denied") {
    return (
      <p className="mt-2 text-pretty text-dim text-xs">
        Your browser does not let Sallyport tell you before they end. You can allow it in its settings for
        this site.
      </p>
    );
  }
  return (
    <Button
      size="small"
      aria-pressed={on}
      className="mt-2.5 aria-pressed:text-accent"
      onClick={() => void turn(!on)}
    >
      <BellIcon />
      {on ? "You are told before they end" : "Tell me before they end"}
    </Button>
  );
}
