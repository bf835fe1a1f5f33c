/** How many messages a second the emulator takes, beside a server that does nothing. */
import { median, sideBySide } from "./support/inside.ts"
import { atLeast, type Figure, number, type Row } from "./support/results.ts"
import { type Answering, type Runtime, runtimes, start } from "./support/runtimes.ts"

/** Requests in a round. */
const calls = 2_000

/**
 * Requests of each kind before anything is measured: a server runs for long, and the compilers of the runtimes need some
 * ten thousand calls until they have done what they can.
 */
const warmUp = 20_000

const body = JSON.stringify({
  From_Account: "alice",
  To_Account: "bob",
  MsgRandom: 1_000_000_000,
  MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "hi" } }]
})

/** Where requests go. */
const ways = ["constant", "emulator", "inProcess"] as const

type Way = (typeof ways)[number]

/** What came of a runtime. */
interface Found {
  /** Requests for each second of the server's CPU time. */
  readonly forCpu: Record<Way, number>
  /** Requests a second in real time. */
  readonly inTime: Record<Way, number>
}

const measure = async (on: Runtime): Promise<Found> => {
  await using load = start("bun", "load")
  await using constant = start(on, "constant")
  await using emulator = start(on, "emulator")
  const target = await emulator.ask<string>("target")
  let from = 1_000_000_000
  let used = 0
  const inTime: Record<Way, Array<number>> = { constant: [], emulator: [], inProcess: [] }
  const driven = (way: Way, server: Answering, url: string | undefined) => async (times: number) => {
    const before = await server.ask<number>("cpu")
    const question = { body, calls: times, from: from += times }
    const rate =
      await (url === undefined ? server.ask<number>(question) : load.ask<number>({ ...question, url, target }))
    if (times === calls) inTime[way].push(rate)
    used += await server.ask<number>("cpu") - before
  }
  const contestants = {
    constant: driven("constant", constant, await constant.ask("url")),
    emulator: driven("emulator", emulator, await emulator.ask("url")),
    inProcess: driven("inProcess", emulator, undefined)
  }
  const found = await sideBySide(contestants, { clock: () => used, rounds: 11, times: calls, warmUp })
  const each = (rateOf: (way: Way) => number) =>
    Object.fromEntries(ways.map((way) => [way, rateOf(way)])) as Record<Way, number>
  return { forCpu: each((way) => 1e6 / found[way].micros), inTime: each((way) => median(inTime[way])) }
}

const perSecond = (value: number): string => `${number(value)} /s`

export const emulator: Row = {
  title: "emulator",
  how:
    "`sendmsg` over HTTP, with signatures, beside a server of the same runtime that reads the request and answers a " +
    "constant; the load comes from another process. Judged by requests for each second of the server's CPU time, which " +
    "neither the load nor other programs change. In real time the constant server waits for the load.",
  run: async () => {
    const figures: Array<Figure> = []
    for (const on of runtimes) {
      const { forCpu, inTime } = await measure(on)
      const line = (what: string, rates: Found["forCpu"], way: Way, base: Way, bound?: number): Figure => {
        const ratio = rates[way] / rates[base]
        return {
          on,
          what,
          measured: perSecond(rates[way]),
          against: `${base === "constant" ? "a constant" : "HTTP"}, ${perSecond(rates[base])}`,
          ratio,
          ...(bound === undefined ? {} : { goal: atLeast(ratio, bound, "×") })
        }
      }
      figures.push(
        line("HTTP", forCpu, "emulator", "constant", 0.4),
        line("in process", forCpu, "inProcess", "emulator", 5),
        line("HTTP, real time", inTime, "emulator", "constant"),
        line("in process, real time", inTime, "inProcess", "emulator")
      )
    }
    return figures
  }
}
