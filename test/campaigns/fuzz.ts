/**
 * A fuzz of everything that takes what others wrote: answers that the client decodes, requests to the emulator, and
 * requests to its control API. Whatever comes, there are only typed failures: no exception, no hang, and no growth.
 */
import type { Campaign, Extent, Report } from "../support/campaign.ts"
import { tell } from "../support/findings.ts"
import { makeAnswers } from "../support/fuzzAnswers.ts"
import { makeControlRequests } from "../support/fuzzControl.ts"
import { makeRequests } from "../support/fuzzRequests.ts"
import { watchPrototypes, watchRejections } from "../support/mutate.ts"

/** A round of inputs: two thirds are answers, and one in six of the others goes to the control API. */
const round = { answers: 1_200, requests: 500, control: 100 }

const perRound = round.answers + round.requests + round.control

/** How often memory is looked at. */
const looks = 6

/** What belongs to warming up: code that is compiled, schemas that are built, series that metrics keep. */
const warmUp = 0.15

/** How much more memory may be in use at the end than after warming up, in megabytes, whatever the number of inputs. */
const mostGrowth = 16

const { gc, process } = globalThis as {
  readonly gc?: () => void
  readonly process?: { readonly memoryUsage?: () => { readonly heapUsed: number } }
}

/** Whether a runtime tells what is in use once everything that can be thrown away is. */
const canTell = gc !== undefined && process?.memoryUsage !== undefined

/** What is in use, in megabytes; nothing where a runtime does not tell. */
const memory = (): number | undefined => {
  gc?.()
  return canTell ? (process?.memoryUsage?.().heapUsed ?? 0) / 2 ** 20 : undefined
}

/** Runs without traces of the stack: failures are what is made here, and traces would take a good part of the time. */
const run = async (extent: Extent): Promise<Report> => {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    return await runAll(extent)
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

const runAll = async ({ seed, size }: Extent): Promise<Report> => {
  const begun = performance.now()
  const violations: Array<string> = []
  const rejections = watchRejections()
  const unchanged = watchPrototypes()
  const answers = makeAnswers(seed)
  const requests = await makeRequests(seed + 1)
  const control = makeControlRequests(seed + 2, requests.corpus)

  const heaps: Array<number> = []
  /** Looks at memory with both emulators back at their seeds: what they keep is meant to be kept. */
  const look = async (): Promise<void> => {
    requests.settleDown()
    await control.settleDown()
    const heap = memory()
    if (heap !== undefined) heaps.push(heap)
  }

  const rounds = Math.max(1, Math.round(size / perRound))
  const looksAt = new Set(
    Array.from({ length: looks }, (_, at) => Math.round(rounds * (warmUp + (1 - warmUp) * at / (looks - 1))))
  )
  for (let done = 1; done <= rounds; done++) {
    answers.run(round.answers)
    await requests.run(round.requests)
    await control.run(round.control)
    if (!unchanged()) {
      violations.push(`prototypes were changed in round ${done}`)
      break
    }
    // Where memory cannot be told, it is enough that both are sound at the end.
    if (looksAt.has(done) && (canTell || done === rounds)) await look()
  }
  await control.close()
  await rejections.stop()

  const parts = [answers, requests, control]
  violations.push(...parts.flatMap(({ findings }) => findings.list()))
  for (const reason of new Set(rejections.found.map(String))) violations.push(`nobody handled a rejection: ${reason}`)
  const [first] = heaps
  const last = heaps.at(-1)
  if (first !== undefined && last !== undefined && last - first > mostGrowth) {
    violations.push(`${(last - first).toFixed(1)} MB more are in use than after warming up`)
  }
  const failures = new Map([...answers.outcomes].filter(([outcome]) => outcome !== "success"))
  const refused = [...requests.codes].reduce((sum, [code, count]) => code === 0 ? sum : sum + count, 0)
  return {
    figures: {
      "answers to the client": answers.count,
      "decoded as success": answers.outcomes.get("success") ?? 0,
      "failures": tell(failures),
      "longest message of a failure": answers.longestMessage,
      "requests to the emulator": requests.count,
      "answered 0": requests.codes.get(0) ?? 0,
      "refused": refused,
      "distinct error codes": requests.codes.size - (requests.codes.has(0) ? 1 : 0),
      "HTTP statuses of requests": tell(requests.statuses),
      "requests to the control API": control.count,
      "control requests by status": tell(control.statuses),
      "control operations that succeeded": `${control.reached.size} of ${control.operations}`,
      ...(heaps.length === 0 ? {} : { "heap in MB, on the way": heaps.map((heap) => heap.toFixed(1)).join(", ") }),
      "slowest input in ms": parts.map(({ findings }) => findings.slowest.toFixed(1)).join(", "),
      "seconds": Math.round((performance.now() - begun) / 100) / 10
    },
    violations
  }
}

/** Made-up answers and requests. */
export const fuzz: Campaign = {
  title: "only typed failures, no crash, no hang, no growth of memory, whatever comes",
  unit: "inputs",
  size: 1_500_000,
  run
}
