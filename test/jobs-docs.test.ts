// needs a host: reads the guide
import assert from "node:assert/strict"
import { test } from "node:test"
import { type Job, jobs } from "../src/jobs/mod.ts"
import { read } from "./support/files.ts"

const afterCrash = ({ doneBefore, endpoint: { deduplicatedFor, repeatability } }: Job): string => {
  if (repeatability === "repeatable") return "done again, which changes nothing"
  if (doneBefore.length > 0) return "done again where the id is given, which the service knows; otherwise `unknown`"
  // An earlier call may have been half a minute under way.
  if (deduplicatedFor <= 30) return "`unknown`"
  return deduplicatedFor === Infinity
    ? "done again; the service drops what it has"
    : `done again within ${deduplicatedFor - 30} s, when the service drops what it has; later \`unknown\``
}

/** The commands are named after the jobs, but for the first word of these. */
const commandOf = ({ name }: Job): string => `timkit ${name.replace(/^(import|delete)-/, "$1 ")}`

test("the guide has a row for each job, as the jobs have it", () => {
  const rows = Object.entries(jobs).map(([name, job]) =>
    `| \`${commandOf(job)}\`<br>\`jobs.${name}\` | ${job.title} | ${job.size} | ${afterCrash(job)} | \`${
      JSON.stringify(job.example)
    }\` |`
  )
  const guide = read("docs/jobs.md")
  const found = guide.split("\n").filter((line) => line.startsWith("| `timkit ") && line.includes("<br>"))
  assert.deepEqual(found, rows)
})
