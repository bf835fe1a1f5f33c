/** What a job tells while it runs, and at its end. */
import type { Counts, Job, JobFiles, Progress, Result, Status } from "../jobs/mod.ts"

const words: { readonly [S in Status]: string } = {
  done: "done",
  failed: "refused by the service",
  unknown: "may have been done",
  invalid: "not valid, not sent",
  duplicate: "listed before, not sent again"
}

const statuses = Object.keys(words) as ReadonlyArray<Status>

const sumOf = (counts: Counts): number => statuses.reduce((sum, status) => sum + counts[status], 0)

/** Whether there is nothing that somebody should look at. */
export const isAllWell = ({ failed, invalid, unknown }: Counts): boolean => failed + invalid + unknown === 0

const inDigits = (value: number): string => Math.round(value).toLocaleString("en-US")

/** A duration in its two largest units. */
export const inWords = (seconds: number): string => {
  const whole = Math.ceil(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3_600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3_600)} h ${Math.floor(whole % 3_600 / 60)} min`
}

const barLength = 24

/** How far a job is, in one line of a terminal that is so many characters wide. */
export const barLine = ({ counts, perSecond, secondsLeft, settled, total }: Progress, columns: number): string => {
  const part = total === undefined || total === 0 ? 0 : Math.min(1, settled / total)
  const full = Math.floor(part * barLength)
  const wrong = counts.failed + counts.invalid + counts.unknown
  const bar = "#".repeat(full) + "-".repeat(barLength - full)
  const line = [
    `[${bar}] ${inDigits(settled)}/${total === undefined ? "?" : inDigits(total)}`,
    `${inDigits(perSecond)}/s`,
    ...(secondsLeft === undefined ? [] : [`${inWords(secondsLeft)} left`]),
    `${inDigits(wrong)} failed`
  ].join("  ")
  // A line that is broken in two cannot be drawn over.
  return columns > 1 ? line.slice(0, columns - 1) : line
}

/** How far a job is, for programs. */
export const progressJson = (progress: Progress): string => {
  const { counts, perSecond, secondsLeft, settled, total } = progress
  const left = secondsLeft === undefined ? undefined : Math.ceil(secondsLeft)
  const speed = Math.round(perSecond * 10) / 10
  return JSON.stringify({ progress: { settled, total, perSecond: speed, secondsLeft: left, counts } })
}

/** How many problems a summary shows. */
const shownProblems = 5

/** The first results that somebody should look at. */
export const problemsOf = (known: ReadonlyArray<Result>, results: ReadonlyArray<Result>): ReadonlyArray<Result> =>
  known.length >= shownProblems
    ? known
    : [...known, ...results.filter(({ status }) => status !== "done" && status !== "duplicate")].slice(0, shownProblems)

/** How a job ended. */
export interface Summary {
  readonly job: Job
  readonly counts: Counts
  /** What went wrong first in this process. */
  readonly problems: ReadonlyArray<Result>
  /** How many items there are about. */
  readonly total: number
  /** Whether all of the input was seen. */
  readonly finished: boolean
  readonly dryRun: boolean
  /** Where it is written; nothing where nothing was. */
  readonly files: JobFiles | undefined
  /** The command that does the same job on another file. */
  readonly commandFor: (file: string) => string
}

/** What to do about a job, a sentence each. */
export const nextSteps = ({ commandFor, counts, dryRun, files, finished }: Summary): ReadonlyArray<string> => {
  if (files === undefined) {
    if (dryRun && !isAllWell(counts)) return ["Correct what is not valid, and try again"]
    return dryRun ? ["Run it without --dry-run"] : []
  }
  return [
    ...(finished ? [] : ["Run the same command again to go on"]),
    ...(finished && counts.failed + counts.invalid > 0
      ? [`Look at ${files.results} for why, and feed ${files.failed} in again: ${commandFor(files.failed)}`]
      : []),
    ...(counts.unknown > 0
      ? [`Look whether those in ${files.unknown} were done; feed it in again only where twice does no harm`]
      : [])
  ]
}

/** The files that hold something. */
const filled = (files: JobFiles, { failed, invalid, unknown }: Counts): Partial<JobFiles> => ({
  results: files.results,
  ...(failed + invalid > 0 ? { failed: files.failed } : {}),
  ...(unknown > 0 ? { unknown: files.unknown } : {}),
  journal: files.journal
})

const problemText = ({ code, id, info = "", line, status }: Result): string =>
  [`line ${line}`, id, status, String(code ?? ""), info].filter((part) => part !== "").join(", ")

/** A summary for people. */
export const summaryText = (summary: Summary): string => {
  const { counts, dryRun, files, finished, job, total } = summary
  const seen = sumOf(counts)
  const numbers = statuses.filter((status) => counts[status] > 0 || status === "done")
  const width = Math.max(...numbers.map((status) => inDigits(counts[status]).length))
  const head = finished ? `${inDigits(seen)} items` : `stopped after ${inDigits(seen)} of ${inDigits(total)} items`
  return [
    `${job.title}${dryRun ? ", only checked" : ""}: ${head}`,
    ...numbers.map((status) =>
      `  ${inDigits(counts[status]).padStart(width)} ${status === "done" && dryRun ? "can be sent" : words[status]}`
    ),
    ...summary.problems.map((problem) => `  ${problemText(problem)}`),
    ...(files === undefined ? [] : ["Written:", ...Object.values(filled(files, counts)).map((file) => `  ${file}`)]),
    ...nextSteps(summary).map((step) => `${step}.`)
  ].join("\n")
}

/** A summary for programs. */
export const summaryJson = (summary: Summary): string => {
  const { counts, dryRun, files, finished, job, problems, total } = summary
  const written = files === undefined ? {} : filled(files, counts)
  const next = nextSteps(summary)
  return JSON.stringify({ summary: { job: job.name, finished, dryRun, total, counts, problems, files: written, next } })
}
