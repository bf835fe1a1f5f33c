/** `timkit import`, `send`, `send-to-groups` and `delete`: jobs on files. */
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Latch from "effect/Latch"
import * as Option from "effect/Option"
import * as Stdio from "effect/Stdio"
import * as Stream from "effect/Stream"
import * as Terminal from "effect/Terminal"
import type { Item, Job } from "../jobs/Job.ts"
import { jobs } from "../jobs/kinds.ts"
import { noCounts, type Progress } from "../jobs/Result.ts"
import { defaultConcurrency } from "../jobs/run.ts"
import { command } from "./command.ts"
import { clientForNothing, clientLayer } from "./connection.ts"
import { CommandFailed, Ended } from "./failures.ts"
import { readText, toObject } from "./input.ts"
import { endInterruptedWith } from "./interruption.ts"
import { barLine, isAllWell, problemsOf, progressJson, type Summary, summaryJson, summaryText } from "./progress.ts"
import { resolvedFormat } from "./settings.ts"

/** How long calls that are under way are waited for when a job is to stop. A call takes 20 s at most. */
const goodbye = "10 seconds"

/** What every job on a file takes. */
export const jobFlags = {
  file: Argument.String("file").pipe(
    Argument.withDescription("The items: one JSON object a line, or a table with a row of field names in a .csv")
  ),
  dryRun: Flag.Boolean("dry-run").pipe(
    Flag.withDescription("Check everything, call nothing, write nothing"),
    Flag.withDefault(false)
  ),
  again: Flag.Boolean("again").pipe(
    Flag.withDescription("Forget an earlier run on this file, and do everything once more"),
    Flag.withDefault(false)
  ),
  concurrency: Flag.Int("concurrency").pipe(
    Flag.withDescription("How many calls may be under way at a time"),
    Flag.filter((count) => count > 0, () => "expected at least 1"),
    Flag.withDefault(defaultConcurrency)
  ),
  patience: Flag.Finite("patience").pipe(
    Flag.withDescription("How long a service that cannot be reached is waited for, in seconds"),
    Flag.filter((seconds) => seconds >= 0, () => "expected seconds"),
    Flag.withDefault(600)
  ),
  json: Flag.Boolean("json").pipe(
    Flag.withDescription("Tell everything in lines of JSON, also in a terminal"),
    Flag.withDefault(false)
  )
}

/** What jobs take that send. */
export const messageFlags = {
  text: Flag.String("text").pipe(
    Flag.withDescription("The text of the message, where a line holds none of its own"),
    Flag.optional
  ),
  template: Flag.String("template").pipe(
    Flag.withDescription("A file with a JSON object, whose fields each line gets that does not have them"),
    Flag.optional
  )
}

const deletingFlags = {
  yes: Flag.Boolean("yes").pipe(
    Flag.withDescription("It cannot be undone, and shall be done. Without it nothing is done"),
    Flag.withDefault(false)
  )
}

interface Input {
  readonly file: string
  readonly dryRun: boolean
  readonly again: boolean
  readonly concurrency: number
  readonly patience: number
  readonly json: boolean
  readonly text?: Option.Option<string>
  readonly template?: Option.Option<string>
  readonly yes?: boolean
}

const readTemplate = (path: string) =>
  Effect.flatMap(readText(path, "the template"), (text) => toObject<Item>(text, `the template ${path}`))

/** The fields that all items have; nothing where nothing is said of them. */
const readDefaults = Effect.fnUntraced(function*({ template = Option.none(), text = Option.none() }: Input) {
  if (Option.isNone(template) && Option.isNone(text)) return undefined
  const fields = Option.isSome(template) ? yield* readTemplate(template.value) : {}
  return Option.isNone(text) ? fields : {
    ...fields,
    MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: text.value } }]
  }
})

/** Tells how far a job is: often in a terminal, in which it is drawn over, otherwise about once a second. */
const makeTeller = Effect.fnUntraced(function*(json: boolean) {
  const terminal = yield* Terminal.Terminal
  const isForPeople = !json && (yield* resolvedFormat) === "table"
  const isDrawn = isForPeople && (yield* (yield* Stdio.Stdio).stdoutIsTerminal)
  const clear = isDrawn ? Effect.ignore(terminal.display("\r\u001b[K")) : Effect.void
  let latest: Progress | undefined
  const show = Effect.gen(function*() {
    const progress = latest
    if (progress === undefined) return
    latest = undefined
    if (isDrawn) yield* Effect.ignore(terminal.display(`\r\u001b[K${barLine(progress, yield* terminal.columns)}`))
    else if (!isForPeople) yield* Console.log(progressJson(progress))
  })
  return {
    isForPeople,
    clear,
    note: (progress: Progress) => {
      latest = progress
    },
    /** Never ends. */
    showing: Effect.forever(Effect.andThen(Effect.sleep(isDrawn ? 200 : 1_000), show))
  }
})

const runOn = Effect.fnUntraced(function*(job: Job, words: ReadonlyArray<string>, input: Input) {
  const { again, concurrency, dryRun, file, json, patience } = input
  if (input.yes === false && !dryRun) {
    const detail = `${job.title}: it cannot be undone; add --yes, or look first with --dry-run`
    return yield* new CommandFailed({ detail })
  }
  const defaults = yield* readDefaults(input)
  const teller = yield* makeTeller(json)
  const ending = Latch.makeUnsafe(false)
  let summary: Summary = {
    job,
    counts: noCounts,
    problems: [],
    total: 0,
    finished: false,
    dryRun,
    files: undefined,
    commandFor: (other) =>
      ["timkit", ...words, other, ...(defaults === undefined ? [] : ["with the same message as before"])].join(" ")
  }
  const tell = Effect.suspend(() => {
    const text = teller.isForPeople ? summaryText(summary) : summaryJson(summary)
    return Effect.andThen(teller.clear, Console.log(text))
  })
  const sayStopped = (detail: string) =>
    teller.isForPeople
      ? Effect.andThen(teller.clear, Console.error(detail))
      : Console.log(JSON.stringify({ stopped: { detail } }))

  const work = Effect.scoped(Effect.gen(function*() {
    const options = { again, concurrency, defaults, dryRun, ending: ending.await, patience: patience * 1_000 }
    const { runFile } = yield* Effect.promise(() => import("../jobs/files.ts"))
    const { earlier, files, steps, total } = yield* runFile(job, file, options)
    summary = { ...summary, files: dryRun ? undefined : files, total, counts: earlier?.counts ?? noCounts }
    if (earlier?.finished === true) {
      yield* teller.isForPeople
        ? Console.log("This was finished before; nothing was called. --again does everything once more.")
        : Console.log(JSON.stringify({ finishedBefore: true }))
    } else if (earlier !== undefined) {
      yield* teller.isForPeople
        ? Console.log(`Going on behind line ${earlier.settled}.`)
        : Console.log(JSON.stringify({ goingOnBehindLine: earlier.settled }))
    }
    const telling = yield* Effect.forkChild(teller.showing)
    yield* Stream.runForEach(steps, ({ progress, results }) =>
      Effect.sync(() => {
        summary = { ...summary, counts: progress.counts, problems: problemsOf(summary.problems, results) }
        teller.note(progress)
      }))
    yield* Fiber.interrupt(telling)
    summary = { ...summary, finished: !ending.isOpen() }
  }))

  // Within a scope of its own, so that what is done is noted before it is told of.
  const running = yield* Effect.forkChild(work)
  const endGently = Effect.gen(function*() {
    yield* teller.clear
    yield* Console.error("Stopping: waiting for calls that are under way.")
    yield* ending.open
    yield* Effect.timeoutOption(Fiber.await(running), goodbye)
    yield* Fiber.interrupt(running)
    yield* tell
    yield* endInterruptedWith(2)
  })
  yield* Fiber.join(running).pipe(
    Effect.onInterrupt(() => endGently),
    Effect.catchTag("JobStopped", ({ cause, detail }) =>
      Effect.gen(function*() {
        yield* sayStopped(detail)
        if (summary.files !== undefined) yield* tell
        return yield* new Ended({ code: cause?.reason._tag === "NotReached" ? 3 : 2 })
      }))
  )
  yield* tell
  if (!isAllWell(summary.counts)) return yield* new Ended({ code: 1 })
})

/** Runs a job on a file. `words` are how the command is called. */
export const runJobCommand = (job: Job, words: ReadonlyArray<string>) => (input: Input) =>
  Effect.provide(runOn(job, words, input), input.dryRun ? clientForNothing : clientLayer)

/** What the first words of jobs' names do, where they are commands that hold others. */
const verbs = {
  import: "Bring accounts, profiles, friends, groups and messages over from files, with a journal to go on from",
  delete: "Delete what is listed in files"
} as const

type Verb = keyof typeof verbs

const verbOf = ({ name }: Job): Verb | undefined => {
  const [first = ""] = name.split("-")
  return Object.hasOwn(verbs, first) ? first as Verb : undefined
}

const wordsOf = (job: Job): ReadonlyArray<string> => {
  const verb = verbOf(job)
  return verb === undefined ? [job.name] : [verb, job.name.slice(verb.length + 1)]
}

const nameOf = (job: Job): string => wordsOf(job).at(-1) ?? job.name

/** What a command says of itself: among others only what it does. */
const described = <Name extends string, Values, Context, E, R>(
  job: Job,
  made: Command.Command<Name, Values, Context, E, R>
): Command.Command<Name, Values, Context, E, R> =>
  made.pipe(
    Command.withShortDescription(job.title),
    Command.withDescription(`${job.title}. A line of the file: ${JSON.stringify(job.example)}`)
  )

const plainCommand = (job: Job) =>
  described(job, command(nameOf(job), job.title, jobFlags, runJobCommand(job, wordsOf(job))))

const deletingCommand = (job: Job) =>
  described(job, command(nameOf(job), job.title, { ...jobFlags, ...deletingFlags }, runJobCommand(job, wordsOf(job))))

const sendingCommand = (job: Job) =>
  described(job, command(nameOf(job), job.title, { ...jobFlags, ...messageFlags }, runJobCommand(job, wordsOf(job))))

const all: ReadonlyArray<Job> = Object.values(jobs)
const those = (verb: Verb | undefined) => all.filter((job) => verbOf(job) === verb)

export const importCommand = Command.make("import").pipe(
  Command.withDescription(verbs.import),
  Command.withSubcommands(those("import").map(plainCommand) as [ReturnType<typeof plainCommand>])
)

export const deleteCommand = Command.make("delete").pipe(
  Command.withDescription(verbs.delete),
  Command.withSubcommands(those("delete").map(deletingCommand) as [ReturnType<typeof deletingCommand>])
)

/** Commands that stand by themselves. `send` knows more than the job, and has a file of its own. */
export const sendCommands = those(undefined).filter((job) => job !== jobs.send).map(sendingCommand)
