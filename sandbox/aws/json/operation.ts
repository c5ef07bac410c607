/** What the operations of the JSON services have in common: the signature, the members' rules, then the answer. */

import { cutPage } from "@/sandbox/aws/cut-page";
import type { Emulator } from "@/sandbox/aws/emulator";
import type { Answer } from "@/sandbox/aws/http/answer";
import { jsonObject, text } from "@/sandbox/aws/http/body";
import { companyOf } from "@/sandbox/aws/instance";
import type { Handler } from "@/sandbox/aws/operation";
import type { Company } from "@/sandbox/company";
import type { InstanceName } from "@/sandbox/instances";
import { pageLength, type Rule, violation } from "./members";
import { readerOf } from "./reader";
import { jsonFailure, ok } from "./service";

export type Body = ReadonlyMap<string, unknown>;

type Kind = {
  /** As requests are signed, and as policies name the action before the colon. */
  signedAs: string;
  /** Whether one address answers for every region. */
  isGlobal: boolean;
  /** How the service calls a member that breaks its rule. */
  invalid: string;
  /** Of a page, where the operation has pages. */
  longestPage: number;
};

/** Of whose organization something is asked, and what. */
export type Reading = { body: Body; instance: InstanceName; company: Company; emulator: Emulator };

type Described = { texts: Record<string, Rule>; answer: (reading: Reading) => Answer };

/** Makes the operations of one service. */
export function operationsOf(kind: Kind) {
  const handler =
    (name: string, hasPages: boolean, { texts, answer }: Described): Handler =>
    (asked, emulator) => {
      const { signedAs: service, isGlobal } = kind;
      const reader = readerOf(asked, emulator, { service, isGlobal, action: `${service}:${name}` });
      if ("refused" in reader) return reader.refused;
      const body = jsonObject(asked.body);
      if (!body) return jsonFailure("SerializationException", "The request's body is not a JSON object.");
      const mostResults = hasPages ? kind.longestPage : undefined;
      const { instance } = reader;
      return (
        violation(body, { error: kind.invalid, texts, mostResults }) ??
        answer({ body, instance, company: companyOf(emulator, instance), emulator })
      );
    };

  return {
    single: (name: string, described: Described): Handler => handler(name, false, described),
    /** `items` is what all pages together hold; `member` is what a page calls them. */
    list: <Item>(
      name: string,
      {
        texts,
        member,
        items,
      }: {
        texts: Record<string, Rule>;
        member: string;
        items: (reading: Reading) => readonly Item[] | { refused: Answer };
      },
    ): Handler =>
      handler(name, true, {
        texts: {
          ...texts,
          NextToken: { pattern: /[-a-zA-Z0-9+=/_]*/, least: 0, most: 2048, optional: true },
        },
        answer: (reading) => {
          const { body, instance, emulator } = reading;
          const all = items(reading);
          if ("refused" in all) return all.refused;
          const parts = [name, instance, ...Object.keys(texts).map((key) => text(body, key) ?? "")];
          const place = {
            belongsTo: parts.join("\n"),
            token: text(body, "NextToken"),
            length: pageLength(body, kind.longestPage),
          };
          const page = cutPage(all, place, emulator);
          if (!page) return jsonFailure(kind.invalid, "The NextToken is not valid.");
          const { items: found, nextToken } = page;
          return ok({ [member]: found, ...(nextToken !== undefined && { NextToken: nextToken }) });
        },
      }),
  };
}
