/** Programs of the suite, each in one file, on each runtime. */
import { type ChildProcess, spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { basename, join } from "node:path"
import process from "node:process"
import { createInterface } from "node:readline"
import { buildSync } from "esbuild"
import { pathOfRuntimes, root } from "../../test/support/files.ts"

export const runtimes = ["bun", "deno", "node"] as const

export type Runtime = (typeof runtimes)[number]

/** The folder of the suite. */
export const bench = join(root, "bench")

/** Where programs are put. */
const out = join(root, ".tmp/bench")

/** The command line that runs a file. */
export const commandOf = (runtime: Runtime, file: string): readonly [string, ...ReadonlyArray<string>] =>
  runtime === "bun"
    ? ["bun", file]
    : runtime === "deno"
    ? ["deno", "run", "-A", "--no-check", "--quiet", "--v8-flags=--expose-gc", file]
    : ["node", "--expose-gc", "--max-old-space-size=8192", file]

/** The environment of every process. */
export const environment = { ...process.env, NO_COLOR: "1", PATH: pathOfRuntimes }

/** How a program is bundled: for servers, or for edge workers. */
export type Platform = "node" | "neutral"

/** Puts a program of `bench/inside` into one file, the same way for everybody's code. */
export const bundle = (program: string, platform: Platform = "node", minify = false): string => {
  const outfile = join(out, `${basename(program)}.mjs`)
  buildSync({
    absWorkingDir: root,
    entryPoints: [join(bench, "inside", `${program}.ts`)],
    outfile,
    bundle: true,
    minifySyntax: minify,
    minifyWhitespace: minify,
    // Not the names: node-fetch, which grammY stands on, tells classes by them.
    platform,
    format: "esm",
    target: "es2022",
    mainFields: ["module", "main"],
    conditions: ["timkit-source"],
    // Packages of the CommonJS kind ask for Node's own modules in their way.
    banner: platform === "node"
      ? {
        js: `import { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);`
      }
      : {},
    logLevel: "error"
  })
  return outfile
}

/** A program that answers questions. */
export interface Answering extends AsyncDisposable {
  readonly ask: <Answer>(question: unknown) => Promise<Answer>
}

/** Starts a program of `bench/inside` that answers questions, see `answering`. */
export const start = (runtime: Runtime, program: string): Answering => {
  const [command, ...args] = commandOf(runtime, bundle(program))
  const child = spawn(command, args, { env: environment, stdio: ["pipe", "pipe", "inherit"] })
  const waiting: Array<{ readonly done: (line: string) => void; readonly failed: (error: Error) => void }> = []
  const ended = new Promise<void>((done) =>
    child.on("close", (code) => {
      for (const { failed } of waiting) failed(new Error(`${program} on ${runtime} ended with ${code}`))
      done()
    })
  )
  createInterface({ input: child.stdout }).on("line", (line) => waiting.shift()?.done(line))
  return {
    ask: (question) =>
      new Promise<string>((done, failed) => {
        waiting.push({ done, failed })
        child.stdin.write(`${JSON.stringify(question)}\n`)
      }).then((line) => JSON.parse(line) as never),
    [Symbol.asyncDispose]: async () => {
      waiting.length = 0
      child.stdin.end()
      await ended
    }
  }
}

/** The milliseconds from the start of a process to its first answer. */
export const timeUntil = async (
  command: readonly [string, ...ReadonlyArray<string>],
  firstAnswer: (child: ChildProcess) => Promise<unknown>
): Promise<number> => {
  const started = performance.now()
  const [program, ...args] = command
  const child = spawn(program, args, { env: environment, stdio: ["ignore", "pipe", "pipe", "pipe"] })
  let errors = ""
  child.stderr?.on("data", (chunk: unknown) => errors += String(chunk))
  const ended = new Promise((done) => child.on("close", done))
  await Promise.race([
    firstAnswer(child),
    ended.then(() => Promise.reject(new Error(`${command.join(" ")} ended without an answer: ${errors}`)))
  ])
  const took = performance.now() - started
  child.kill("SIGKILL")
  await ended
  return took
}

/** The version of a package that is installed for the project or for the suite. */
export const versionOf = (name: string, folder = root): string =>
  (JSON.parse(readFileSync(join(folder, "node_modules", name, "package.json"), "utf8")) as { readonly version: string })
    .version
