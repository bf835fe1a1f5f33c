/** How long a program takes to its first answer, from nothing. */
import { execFileSync } from "node:child_process"
import { once } from "node:events"
import { basename, dirname } from "node:path"
import { writeFileSync } from "node:fs"
import { createInterface } from "node:readline"
import type { Readable } from "node:stream"
import { median, sideBySide } from "./support/inside.ts"
import { atMost, type Figure, number, type Row } from "./support/results.ts"
import {
  bundle,
  commandOf,
  environment,
  runtimes,
  type Runtime,
  start as startServer,
  timeUntil
} from "./support/runtimes.ts"

/** How many starts a figure is made of. */
const rounds = 15

const ours = ["connect", "connectWith"]
const programs = ["empty", ...ours, "stripe", "grammy", "octokit", "streamChat"]

/** What a program takes beyond an empty one, in milliseconds, by the program's name. */
const beyondEmpty = async (
  names: ReadonlyArray<string>,
  startOf: (name: string) => Promise<number>
): Promise<ReadonlyArray<readonly [name: string, milliseconds: number]>> => {
  let passed = 0
  const contestants = names.map((name) => [name, async () => {
    passed += await startOf(name)
  }])
  const found = await sideBySide(Object.fromEntries(contestants), { clock: () => passed, rounds, times: 1, warmUp: 1 })
  const [empty = NaN, ...rest] = names.map((name) => found[name]?.micros ?? NaN)
  return rest.map((took, index) => [names[index + 1] ?? "", took - empty])
}

const onRuntime = async (on: Runtime, url: string): Promise<ReadonlyArray<Figure>> => {
  const files = new Map(programs.map((name) => [name, bundle(`start/${name}`, "node", true)]))
  const found = await beyondEmpty(programs, (name) => {
    const [command, ...args] = commandOf(on, files.get(name) ?? "")
    return timeUntil(
      [command, ...args, url],
      ({ stdout }) => once(createInterface({ input: stdout as Readable }), "line")
    )
  })
  const fastest = Math.min(...found.filter(([name]) => !ours.includes(name)).map(([, took]) => took))
  return found.map(([name, took]) => ({
    on,
    what: ours.includes(name) ? `timkit, ${name}` : name,
    measured: `${number(took)} ms`,
    against: "the fastest of the others",
    ratio: took / fastest,
    ...(ours.includes(name) ? { goal: atMost(took / fastest, 1, "×") } : {})
  }))
}

/** What it takes to evaluate the modules of a worker, in milliseconds. A worker has no clock for that; Node has its V8. */
const evaluationOf = (file: string): number => {
  const program = bundle("evaluate")
  const args = ["--experimental-vm-modules", "--no-warnings", program, file]
  return median(Array.from(
    { length: rounds },
    () => Number(execFileSync("node", args, { env: environment, encoding: "utf8" }))
  ))
}

/** The command that serves a worker at any port that is free, and tells which. */
const workerd = (file: string): readonly [string, ...ReadonlyArray<string>] => {
  const config = `${file}.capnp`
  writeFileSync(
    config,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")]
);
const worker :Workerd.Worker = (
  modules = [(name = "main", esModule = embed "${basename(file)}")],
  compatibilityDate = "2026-11-01"
);
`
  )
  return ["workerd", "serve", `--import-path=${dirname(file)}`, "--control-fd=3", config]
}

const onWorkerd = async (): Promise<ReadonlyArray<Figure>> => {
  const names = ["emptyWorker", "worker", "workerOfAll"]
  const files = new Map(names.map((name) => [name, bundle(`start/${name}`, "neutral", true)]))
  const found = await beyondEmpty(names, (name) =>
    timeUntil(workerd(files.get(name) ?? ""), async (child) => {
      const [line] = await once(createInterface({ input: child.stdio[3] as Readable }), "line") as [string]
      const { port } = JSON.parse(line) as { readonly port: number }
      return (await fetch(`http://127.0.0.1:${port}`)).text()
    }))
  return found.flatMap(([name, took]) => {
    const what = name === "worker" ? "timkit, connectWith one service" : "timkit, connect"
    const evaluation = evaluationOf(files.get(name) ?? "")
    return [
      { on: "workerd", what, measured: `${number(took)} ms` },
      {
        on: "V8 of Node",
        what: `${what}, evaluation`,
        measured: `${number(evaluation)} ms`,
        goal: atMost(evaluation, 10, "ms")
      }
    ]
  })
}

export const start: Row = {
  title: "start",
  how:
    "From the start of a process to its first answer from a server on the same machine, less what an empty program " +
    "takes on the same runtime. On workerd to the first response of a worker that calls nobody, less that of an empty " +
    "worker: to read, compile and evaluate its modules. A worker has no clock for the last of these, so that is measured " +
    "on Node's V8, in a context with what a worker has. All are bundled and " +
    `minified alike, timkit from its sources. Medians of ${rounds} starts each.`,
  run: async () => {
    await using server = startServer("bun", "constant")
    const url = await server.ask<string>("url")
    const figures: Array<Figure> = []
    for (const on of runtimes) figures.push(...await onRuntime(on, url))
    return [...figures, ...await onWorkerd()]
  }
}
