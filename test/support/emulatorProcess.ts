/** The `timkit` command as a process of its own, on the Node that the project brings, whatever the tests run on. */
import { type ChildProcess, spawn } from "node:child_process"
import { join } from "node:path"
import process from "node:process"
import * as Redacted from "effect/Redacted"
import { buildSync } from "esbuild"
import type { EmulatorService } from "../../src/emulator/mod.ts"
import { pathOfRuntimes, root } from "./files.ts"

/** The command as it stands in the sources. */
const source = join(root, "src/cli/main.ts")

/** The command in one file, which starts three times as fast. */
export const bundleInto = (folder: string): string => {
  const program = join(folder, "timkit.mjs")
  buildSync({
    absWorkingDir: root,
    entryPoints: [source],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    conditions: ["timkit-source"],
    logLevel: "warning"
  })
  return program
}

/** How the command is started. */
export interface Starting {
  readonly environment?: Record<string, string>
  /** Another file that holds the command. */
  readonly program?: string
}

/** Starts a program on the Node that the project brings. */
export const startNode = (
  args: ReadonlyArray<string>,
  environment: Record<string, string> = {},
  errors: "pipe" | "inherit" = "pipe"
): ChildProcess =>
  spawn("node", ["--conditions=timkit-source", ...args], {
    stdio: ["pipe", "pipe", errors],
    env: {
      PATH: pathOfRuntimes,
      NO_COLOR: "1",
      // Else most of the time would go into compiling the same sources over and over.
      NODE_COMPILE_CACHE: join(root, ".tmp/compile-cache"),
      ...environment
    }
  })

/** Starts the command. */
export const start = (args: ReadonlyArray<string>, { environment, program = source }: Starting = {}): ChildProcess =>
  startNode([program, ...args], environment)

/** What makes a process call an emulator behind a port. */
export const environmentOf = ({ options }: EmulatorService, url: string): Record<string, string> => ({
  TIM_BASE_URL: url,
  TIM_SDK_APP_ID: String(options.sdkAppId),
  TIM_SECRET_KEY: Redacted.isRedacted(options.secretKey) ? Redacted.value(options.secretKey) : options.secretKey
})

/** What a process left behind. */
export interface Ended {
  readonly code: number | null
  readonly output: string
}

export const ended = (child: ChildProcess): Promise<Ended> =>
  new Promise((done) => {
    let output = ""
    child.stdout?.on("data", (chunk: unknown) => output += String(chunk))
    child.stderr?.on("data", (chunk: unknown) => output += String(chunk))
    child.on("close", (code) => done({ code, output }))
  })

export const run = (args: ReadonlyArray<string>, environment?: Record<string, string>): Promise<Ended> =>
  ended(start(args, environment === undefined ? {} : { environment }))

/** What an emulator says once it is ready. */
export interface Ready {
  readonly url: string
  readonly sdkAppId: number
  readonly secretKey: string
  readonly identifier: string
}

/** An emulator in a process of its own. */
export interface Emulating {
  readonly child: ChildProcess
  readonly ready: Ready
  /** All that it has printed so far. */
  readonly output: () => string
}

/** Starts an emulator, and waits until it says that it is ready. */
export const emulate = (args: ReadonlyArray<string>, starting?: Starting): Promise<Emulating> =>
  new Promise((done, failed) => {
    const child = start(["emulator", "--port", "0", "--json", ...args], starting)
    let output = ""
    let errors = ""
    child.stdout?.on("data", (chunk: unknown) => {
      output += String(chunk)
      const line = output.split("\n").slice(0, -1).find((line) => line.startsWith("{\"ready\":"))
      if (line !== undefined) done({ child, ready: JSON.parse(line) as Ready, output: () => output + errors })
    })
    child.stderr?.on("data", (chunk: unknown) => errors += String(chunk))
    child.on("close", () => failed(new Error(`the emulator ended: ${output}${errors}`)))
  })

/** Sends a signal, and waits for the end of the process. Answers its exit code. */
export const stop = (child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): Promise<number | null> =>
  new Promise((done) => {
    child.removeAllListeners("close")
    child.on("close", (code) => done(code))
    // Not `child.kill`, after which Deno tells no exit code.
    if (child.pid !== undefined) process.kill(child.pid, signal)
  })
