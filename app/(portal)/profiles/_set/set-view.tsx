"use client";
/** A set as the reader has it: the file in the middle, beside it the ways to put it into place. */

import Link from "next/link";
import { useState } from "react";
import { buttonLook } from "@/app/_ui/button";
import { SelectField } from "@/app/_ui/fields";
import { Name } from "@/app/_ui/name";
import { Time } from "@/app/_ui/time";
import { TroubleNotice } from "@/app/_ui/trouble-notice";
import type { ProfileSetPage } from "@/lib/portal/profile-pages";
import type { Home } from "./ask-files";
import { DeleteSet } from "./delete-set";
import { FilePanel } from "./file-panel";
import { HomeFields } from "./home-fields";
import { History, SharedWith, Team } from "./owner-parts";
import { useFiles } from "./use-files";
import { Ways } from "./ways";

function profilesText(count: number): string {
  return `${count.toLocaleString("en")} ${count === 1 ? "profile" : "profiles"} for you`;
}

export function SetView({ set }: { set: ProfileSetPage }) {
  const { id, title, hold, ownerName, version, changedAt, needsHome, portalUrl, formats, owner } = set;
  const [format, setFormat] = useState("config");
  const [machine, setMachine] = useState<Home>({ system: "unix", home: "" });
  const { files, waiting, trouble, again } = useFiles(id, format, needsHome ? machine : null);
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 grow basis-72">
          <h1 className="flex min-w-0 font-semibold text-xl tracking-tight">
            <Name text={title} />
          </h1>
          <p className="text-dim text-sm">
            {hold === "owner" ? "Yours" : `Of ${ownerName ?? "somebody who has left"}`}, changed{" "}
            <Time at={changedAt} shape="day" />
          </p>
        </div>
        <output aria-label="Profiles" className="text-dim text-sm">
          {files ? profilesText(files.profiles) : ""}
        </output>
        {hold === "group" ? null : <DeleteSet id={id} title={title} />}
        {hold === "owner" ? (
          <Link href={`/profiles/${id}/edit`} prefetch={false} className={buttonLook("primary")}>
            Change
          </Link>
        ) : null}
      </div>
      {trouble ? <TroubleNotice trouble={trouble} onAgain={again} className="mb-4" /> : null}
      <div className="grid items-start gap-x-6 gap-y-6 lg:grid-cols-[minmax(0,1fr)_420px]">
        <div className="min-w-0 space-y-4">
          <div className="grid items-end gap-x-4 gap-y-1 sm:grid-cols-[240px_minmax(0,1fr)]">
            <SelectField
              label="For"
              value={format}
              onChange={setFormat}
              choices={formats.map((one) => [one.id, one.label] as const)}
            />
            <p className="pb-2 text-pretty text-dim text-sm">
              {formats.find((one) => one.id === format)?.whenToUse}
            </p>
          </div>
          {needsHome ? <HomeFields machine={machine} onMachine={setMachine} /> : null}
          {files && files.notes.length > 0 ? (
            <ul aria-label="What is left out" className="space-y-1 rounded-lg bg-warn-tint px-4 py-3 text-sm">
              {files.notes.map((note) => (
                <li key={note} className="text-pretty">
                  {note}
                </li>
              ))}
            </ul>
          ) : null}
          <FilePanel files={files} waiting={waiting} />
        </div>
        <div className="min-w-0 space-y-4">
          <Ways id={id} title={title} portalUrl={portalUrl} block={files?.block ?? null} />
          {owner ? (
            <>
              <SharedWith groups={owner.sharedWith} />
              <Team subscribers={owner.subscribers} version={version} />
              <History versions={owner.versions} />
            </>
          ) : null}
        </div>
      </div>
    </>
  );
}
