/** A job whose calls must never be made twice: nothing in them tells the service that it has seen them before. */
import * as Effect from "effect/Effect"
import { importmsg } from "../../src/api/messages/endpoints.ts"
import { job, jobs } from "../../src/jobs/mod.ts"

export const importOnce = job({
  name: "import-once",
  title: "Import messages, each at most once",
  endpoint: {
    path: importmsg.path,
    ratePerSecond: importmsg.ratePerSecond,
    docs: importmsg.docs,
    request: importmsg.request,
    repeatability: "not-repeatable",
    deduplicatedFor: 0
  },
  example: jobs.importMessages.example,
  id: "To_Account",
  bodyOf: ([item = {}]) => ({ ...item, MsgSeq: 1, MsgRandom: 1 }),
  make: (client) => ([item = {}]) => Effect.as(client.call(importmsg, item as never), { failed: [] })
})
