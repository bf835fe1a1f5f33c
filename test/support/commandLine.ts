/** The `timkit` command in the process of a test: no process is started, and nothing reaches a real terminal. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after } from "node:test"
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Cause from "effect/Cause"
import * as Option from "effect/Option"
import * as Layer from "effect/Layer"
import * as ChildProcessSpawner from "effect/process/ChildProcessSpawner"
import * as Queue from "effect/Queue"
import * as Redacted from "effect/Redacted"
import * as Sink from "effect/Sink"
import * as Stdio from "effect/Stdio"
import * as Stream from "effect/Stream"
import * as Terminal from "effect/Terminal"
import { CurrentRateLimiter, CurrentTransport, type Transport, unlimited } from "../../mod.ts"
import { OnlyParsed } from "../../src/cli/command.ts"
import { runTimkit } from "../../src/cli/timkit.ts"
import { Ended } from "../../src/cli/failures.ts"
import type { EmulatorService } from "../../src/emulator/mod.ts"

/** What surrounds a command. */
export interface Surroundings {
  /** The environment. Nothing of this process's own is in it. */
  readonly env?: Record<string, string>
  /** What is piped in. */
  readonly stdin?: string
  /** Whether somebody sits there, and which keys are pressed. */
  readonly terminal?: { readonly columns?: number; readonly keys?: ReadonlyArray<string> }
  readonly transport?: Transport
  /** Whether it does nothing once its arguments are understood. */
  readonly onlyParsed?: boolean
  /** Ends the command, as Ctrl+C does. */
  readonly signal?: AbortSignal
  /** Is told each line of standard output as it comes. */
  readonly onLine?: (line: string) => void
  /** The same of standard error. */
  readonly onErrorLine?: (line: string) => void
}

/** What a command left behind. */
export interface Left {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

const toText = (chunk: string | Uint8Array): string =>
  typeof chunk === "string" ? chunk : new TextDecoder().decode(chunk)

const codeOf = (exit: Exit.Exit<void, Ended>): number => {
  if (Exit.isSuccess(exit)) return 0
  if (Cause.hasInterruptsOnly(exit.cause)) return 130
  const error = Cause.squash(exit.cause)
  if (error instanceof Ended) return error.code
  throw error
}

/** Runs a command to its end. */
export const timkit = async (args: ReadonlyArray<string>, surroundings: Surroundings = {}): Promise<Left> => {
  const { env = {}, onErrorLine, onLine, onlyParsed = false, signal, stdin = "", terminal, transport } = surroundings
  let stdout = ""
  let stderr = ""
  const print = (text: string) => {
    stdout += text
    onLine?.(text)
  }
  const keys = terminal?.keys ?? []
  const platform = Layer.mergeAll(
    NodeFileSystem.layer,
    NodePath.layer,
    Stdio.layerTest({
      stdinIsTerminal: Effect.succeed(terminal !== undefined),
      stdoutIsTerminal: Effect.succeed(terminal !== undefined),
      stdin: Stream.make(new TextEncoder().encode(stdin)),
      stdout: () => Sink.forEach((chunk: string | Uint8Array) => Effect.sync(() => print(toText(chunk))))
    }),
    Layer.succeed(Terminal.Terminal)(Terminal.make(
      {
        columns: Effect.succeed(terminal?.columns ?? 80),
        rows: Effect.succeed(24),
        size: Effect.die("nobody asks"),
        readInput: Effect.gen(function*() {
          const queue = yield* Queue.make<Terminal.UserInput, Cause.Done>()
          for (const key of keys) {
            yield* Queue.offer(queue, {
              input: Option.some(key),
              key: { name: key, ctrl: false, meta: false, shift: false }
            } as never)
          }
          return queue
        }) as never,
        readLine: Effect.die("nobody asks"),
        display: () => Effect.void
      } as unknown as Parameters<typeof Terminal.make>[0]
    )),
    Layer.succeed(ChildProcessSpawner.ChildProcessSpawner)(ChildProcessSpawner.make(() => Effect.die("no processes")))
  )
  const console: Console.Console = Object.assign(Object.create(globalThis.console) as Console.Console, {
    log: (...texts: ReadonlyArray<unknown>) => print(`${texts.join(" ")}\n`),
    error: (...texts: ReadonlyArray<unknown>) => {
      stderr += `${texts.join(" ")}\n`
      onErrorLine?.(texts.join(" "))
    }
  })
  const run = runTimkit(args).pipe(
    Effect.provide(platform),
    Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromEnv({ env })),
    Effect.provideService(Console.Console, console),
    Effect.provideService(OnlyParsed, onlyParsed),
    Effect.provideService(CurrentRateLimiter, unlimited)
  )
  const exit = await Effect.runPromiseExit(
    transport === undefined ? run : Effect.provideService(run, CurrentTransport, transport),
    signal === undefined ? {} : { signal }
  )
  return { code: codeOf(exit), stdout, stderr }
}

/** What makes a command call an emulator. */
export const against = (
  service: EmulatorService
): { readonly env: Record<string, string>; readonly transport: Transport } => {
  const { baseUrl = "", sdkAppId, secretKey } = service.options
  return {
    env: {
      TIM_SDK_APP_ID: String(sdkAppId),
      TIM_SECRET_KEY: Redacted.isRedacted(secretKey) ? Redacted.value(secretKey) : secretKey,
      TIM_BASE_URL: baseUrl
    },
    transport: service.transport
  }
}

/** A folder that is gone after the tests, and how to put files into it. */
export const testFolder = (): { readonly path: string; readonly file: (name: string, content: string) => string } => {
  const path = mkdtempSync(join(tmpdir(), "timkit-"))
  after(() => rmSync(path, { recursive: true, force: true }))
  return {
    path,
    file: (name, content) => {
      const made = join(path, name)
      writeFileSync(made, content)
      return made
    }
  }
}
