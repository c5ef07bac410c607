/** What the verification can find wrong with the record, and how people are told. */

/** Events `seq` to `to`, both included; most often one. */
type AboutEvents = { seq: number; to: number };

/** Statements `number` to `to`, both included. */
type AboutStatements = { number: number; to: number };

/**
 * - `changed`: an event does not agree with its own digest.
 * - `columns`: the event is as it was, what it is searched by is not.
 * - `unlinked`: event `to` does not follow `seq`, the one before: one of the two was replaced.
 * - `missing`: these events are not there.
 * - `twice`: a second event has this place.
 * - `misplaced`: it stands after a later one, in a file whose lines are not in order.
 * - `order`: an event says that it is older than the one before.
 * - `not-as-signed`: the events agree with each other, and are not those that statement `number` was signed for.
 * - `cut-off`: statement `number` was signed when the record went to `to`; it ends before `seq`.
 * - `not-as-verified`: an earlier verification found another event there, or one where there is none.
 * - `statement-…`: the same of signed statements. `unsigned`: the signature is wrong; `garbled`: its columns or its text are not
 *   those of a statement; `unknown-key`: nobody here knows the key that signed it.
 * - `statement-not-as-verified`: an earlier verification found another one.
 * - `anchor-…`: what was kept elsewhere is another statement, or one that the record has not (`seq`: how far it went).
 * - `unreadable`: a line of a file is neither event nor statement.
 */
export type RecordFault =
  | ({
      kind:
        | "changed"
        | "columns"
        | "unlinked"
        | "missing"
        | "twice"
        | "misplaced"
        | "order"
        | "not-as-verified";
    } & AboutEvents)
  | ({ kind: "not-as-signed" | "cut-off"; number: number } & AboutEvents)
  | ({
      kind: "statement-unsigned" | "statement-garbled" | "statement-unlinked" | "statement-not-as-verified";
    } & AboutStatements)
  | ({ kind: "statement-missing" | "statement-twice" | "statement-misplaced" } & AboutStatements)
  | ({ kind: "statement-unknown-key"; keyId: string } & AboutStatements)
  | ({ kind: "anchor-differs" | "anchor-unsigned" } & AboutStatements)
  | ({ kind: "anchor-ahead"; seq: number } & AboutStatements)
  | { kind: "unreadable"; line: number; to: number };

function range(one: string, many: string, from: number, to: number): string {
  return from === to ? `${one} ${from}` : `${many} ${from} to ${to}`;
}

function events({ seq, to }: AboutEvents): string {
  return range("Event", "Events", seq, to);
}

function statements({ number, to }: AboutStatements): string {
  return range("Statement", "Statements", number, to);
}

function are({ seq, to }: AboutEvents): string {
  return seq === to ? "is" : "are";
}

function were({ number, to }: AboutStatements): string {
  return number === to ? "was" : "were";
}

/** One sentence that names the records. */
export function faultSentence(fault: RecordFault): string {
  switch (fault.kind) {
    case "changed":
      return `${events(fault)} ${are(fault)} not as recorded: changed afterwards.`;
    case "columns":
      return `${events(fault)}: the columns beside the text were changed; the text is as recorded.`;
    case "unlinked":
      return `Event ${fault.to} does not follow event ${fault.seq}: one of the two was replaced.`;
    case "missing":
      return `${events(fault)} ${are(fault)} missing.`;
    case "twice":
      return `${events(fault)}: there is a second one with the same number. One of them was added afterwards.`;
    case "misplaced":
      return `${events(fault)} ${are(fault)} out of order: after a later one.`;
    case "order":
      return `${events(fault)}: older than the event before. Time never runs back in the record.`;
    case "not-as-signed":
      return `${events(fault)} ${are(fault)} not what statement ${fault.number} was signed for: the record was written anew.`;
    case "cut-off":
      return `${events(fault)} ${are(fault)} missing at the end: statement ${fault.number} was signed when the record had them.`;
    case "not-as-verified":
      return `${events(fault)} ${are(fault)} not what an earlier verification found there.`;
    case "statement-unsigned":
      return `${statements(fault)}: the signature is wrong.`;
    case "statement-garbled":
      return `${statements(fault)}: not as signed, or not a statement.`;
    case "statement-unlinked":
      return `${statements(fault)}: does not follow the statement before. One of the two was replaced.`;
    case "statement-not-as-verified":
      return `${statements(fault)} ${fault.number === fault.to ? "is" : "are"} not what an earlier verification found.`;
    case "statement-missing":
      return `${statements(fault)} ${fault.number === fault.to ? "is" : "are"} missing.`;
    case "statement-twice":
      return `${statements(fault)}: there is a second one with the same number.`;
    case "statement-misplaced":
      return `${statements(fault)}: out of order, not after the event that it names.`;
    case "statement-unknown-key":
      return `${statements(fault)} ${were(fault)} signed with key ${fault.keyId}, which is not among the trusted keys.`;
    case "anchor-differs":
      return `${statements(fault)} ${fault.number === fault.to ? "is" : "are"} not what the anchor holds.`;
    case "anchor-unsigned":
      return `${statements(fault)} of the anchor: not signed with a trusted key.`;
    case "anchor-ahead":
      return `${statements(fault)}: the anchor has what the record has not. The record went to event ${fault.seq} at least.`;
    case "unreadable":
      return `${range("Line", "Lines", fault.line, fault.to)} of the file: neither an event nor a statement.`;
  }
}
