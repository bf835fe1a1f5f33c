/** What stands in the journal of a job, line by line. */
import * as Schema from "effect/Schema"
import { noCounts } from "./Result.ts"

/** Which job on which input it is. Always the first note. */
export const Head = Schema.Struct({ job: Schema.String, id: Schema.String, input: Schema.String, sum: Schema.String })

/** Through which line calls may have been made since when; in milliseconds since 1970. */
export const Begun = Schema.Struct({ begun: Schema.Number, at: Schema.Number })

/** What is done, and in the files. */
export const Settled = Schema.Struct({
  settled: Schema.Number,
  counts: Schema.Struct({
    done: Schema.Number,
    failed: Schema.Number,
    unknown: Schema.Number,
    invalid: Schema.Number,
    duplicate: Schema.Number
  }),
  /** How long the files are. */
  bytes: Schema.Struct({ results: Schema.Number, failed: Schema.Number, unknown: Schema.Number }),
  finished: Schema.Boolean
})

const isHead = Schema.is(Head)
const isBegun = Schema.is(Begun)
const isSettled = Schema.is(Settled)

/** What the notes of a journal come to. */
export interface Notes {
  readonly head: typeof Head.Type
  readonly settled: typeof Settled.Type
  /** What was begun, and is not settled. */
  readonly begun: ReadonlyArray<typeof Begun.Type>
}

/** What is settled before anything is. */
export const nothing: typeof Settled.Type = {
  settled: 0,
  counts: noCounts,
  bytes: { results: 0, failed: 0, unknown: 0 },
  finished: false
}

/** A note as a line. */
export const noteLine = (note: typeof Head.Type | typeof Begun.Type | typeof Settled.Type): string =>
  `${JSON.stringify(note)}\n`

/** The journal that says the same in as few lines as possible. */
export const inShort = ({ begun, head, settled }: Notes): string => [head, settled, ...begun].map(noteLine).join("")

/** What the lines of a journal come to; nothing where they are none of a journal. */
export const readNotes = (text: string): Notes | undefined => {
  let head: typeof Head.Type | undefined
  let settled = nothing
  let begun: Array<typeof Begun.Type> = []
  for (const line of text.split("\n")) {
    let note: unknown
    try {
      note = JSON.parse(line)
    } catch {
      // The process died while it wrote this one.
      continue
    }
    if (isHead(note)) head = note
    else if (isSettled(note)) {
      settled = note
      begun = begun.filter((each) => each.begun > note.settled)
    } else if (isBegun(note)) begun.push(note)
  }
  return head === undefined ? undefined : { head, settled, begun }
}
