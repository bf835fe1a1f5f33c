/** A part of a job as a workflow: what a submitter asks of whichever runner has it. */
import * as Schema from "effect/Schema"
import * as Workflow from "effect/workflow/Workflow"

/** An item that needs a call, as JSON: as a text, it stays what it is. */
const Item = Schema.Struct({ number: Schema.Int, text: Schema.String })

/** Lines through which calls may have been made, and since when; in milliseconds since 1970. */
export const Begun = Schema.Struct({ through: Schema.Int, at: Schema.Number })

const ItemResult = Schema.Struct({
  line: Schema.Int,
  id: Schema.String,
  status: Schema.Literals(["done", "failed", "unknown", "invalid", "duplicate"]),
  code: Schema.optional(Schema.Int),
  info: Schema.optional(Schema.String)
})

/** What became of calls. */
export const Outcome = Schema.Struct({
  results: Schema.Array(ItemResult),
  /** Why the other items have no result, and which of them may have been called. */
  stopped: Schema.optional(Schema.Struct({ detail: Schema.String, begun: Schema.optional(Begun) }))
})

/**
 * Calls the items of a part. It is known by job, run, part and attempt: whoever asks again gets what is stored. A part
 * that stopped stays so; the next attempt is about what it has left.
 */
export const JobPart = Workflow.make("timkit/JobPart", {
  payload: {
    job: Schema.String,
    run: Schema.String,
    part: Schema.Int,
    attempt: Schema.Int,
    /** Tells lines from others: those of this part, and all before. */
    digest: Schema.String,
    patience: Schema.Number,
    /** What goes into one call each. */
    calls: Schema.Array(Schema.Array(Item)),
    begun: Schema.optional(Begun)
  },
  success: Schema.Struct({ digest: Schema.String, ...Outcome.fields }),
  idempotencyKey: ({ attempt, job, part, run }) => JSON.stringify([job, run, part, attempt])
})

/** What a part is about. */
export type PartPayload = typeof JobPart.payloadSchema.Type
