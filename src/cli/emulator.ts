/** `timkit emulator`: the service on this machine. */
import * as Flag from "effect/cli/Flag"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { emulator, type EmulatorService } from "../emulator/Emulator.ts"
import { applySeed, parseSeed } from "../emulator/seed.ts"
import { type EmulatorServer, serve } from "../emulator/server.ts"
import { environmentNames } from "../endpoint/Config.ts"
import { version } from "../version.ts"
import { keepData } from "./dataFile.ts"
import { CommandFailed, readSecretKey } from "./secretKey.ts"

/** Seven, four, eight: T, I, M on a telephone's keys, and a zero to make a port of it. */
const defaultPort = 7480

const flags = {
  port: Flag.Int("port").pipe(
    Flag.withAlias("p"),
    Flag.withDescription("The port; 0 takes any that is free"),
    Flag.withDefault(defaultPort)
  ),
  hostname: Flag.String("hostname").pipe(
    Flag.withDescription("The address to listen on. Anything but this machine's own lets others in"),
    Flag.withDefault("127.0.0.1")
  ),
  sdkAppId: Flag.Int("sdk-app-id").pipe(
    Flag.withDescription("The SDKAppID of the app"),
    Flag.withDefault(1_400_000_000)
  ),
  keyFile: Flag.String("key-file").pipe(
    Flag.withDescription(
      "A file that holds the secret key of the app. TIM_SECRET_KEY does as well; else one is made up"
    ),
    Flag.optional
  ),
  seed: Flag.String("seed").pipe(
    Flag.withDescription("A file of calls, as JSON or one a line, to begin with"),
    Flag.optional
  ),
  data: Flag.String("data").pipe(
    Flag.withDescription("A file that keeps the state: loaded at the start, saved on the way and at the end"),
    Flag.optional
  ),
  auth: Flag.Literals("auth", ["on", "off"]).pipe(
    Flag.withDescription("off takes calls without a UserSig"),
    Flag.withDefault("on")
  ),
  json: Flag.Boolean("json").pipe(
    Flag.withDescription("Print one line of JSON when ready, for scripts"),
    Flag.withDefault(false)
  )
}

const environmentLines = (service: EmulatorService, server: EmulatorServer): ReadonlyArray<string> => {
  const { identifier = "administrator", sdkAppId, secretKey } = service.options
  return [
    `${environmentNames.sdkAppId}=${sdkAppId}`,
    `${environmentNames.secretKey}=${Redacted.isRedacted(secretKey) ? Redacted.value(secretKey) : secretKey}`,
    `${environmentNames.identifier}=${identifier}`,
    `${environmentNames.baseUrl}=${server.url}`
  ]
}

const announce = (service: EmulatorService, server: EmulatorServer, json: boolean): Effect.Effect<void> => {
  const { identifier, sdkAppId, secretKey } = service.options
  const key = Redacted.isRedacted(secretKey) ? Redacted.value(secretKey) : secretKey
  return json
    ? Console.log(JSON.stringify({
      ready: true,
      url: server.url,
      consoleUrl: server.consoleUrl,
      sdkAppId,
      secretKey: key,
      identifier
    }))
    : Console.log([
      `timkit emulator ${version}`,
      "",
      `  API      ${server.url}`,
      `  Console  ${server.consoleUrl}`,
      "",
      ...environmentLines(service, server).map((line) => `  ${line}`),
      "",
      "Stop it with Ctrl+C."
    ].join("\n"))
}

const listenOn = (service: EmulatorService, options: { readonly port: number; readonly hostname: string }) =>
  Effect.acquireRelease(
    Effect.tryPromise({
      try: () => serve(service, options),
      catch: () => new CommandFailed({ detail: `port ${options.port} of ${options.hostname} cannot be listened on` })
    }),
    (server) => Effect.promise(() => server.close())
  )

export const emulatorCommand = Command.make(
  "emulator",
  flags,
  Effect.fnUntraced(function*({ auth, data, hostname, json, keyFile, port, sdkAppId, seed }) {
    const files = yield* FileSystem.FileSystem
    const secretKey = yield* readSecretKey(keyFile)
    const service = emulator({
      sdkAppId,
      auth: auth === "on",
      secretKey: secretKey === undefined ? undefined : Redacted.value(secretKey)
    })
    if (Option.isSome(seed)) {
      const text = yield* Effect.mapError(
        files.readFileString(seed.value),
        () => new CommandFailed({ detail: `the seed ${seed.value} cannot be read` })
      )
      yield* applySeed(yield* parseSeed(text), service.app(), service)
    }
    if (Option.isSome(data)) yield* keepData(service.world, data.value)
    const server = yield* listenOn(service, { port, hostname })
    yield* announce(service, server, json)
    yield* Effect.never
  }, Effect.scoped)
).pipe(
  Command.withDescription("Run a faithful stand-in for Tencent Cloud Chat on this machine, with a console"),
  Command.withExamples([
    { command: "timkit emulator", description: "Run it, and print how to connect" },
    { command: "timkit emulator --port 0 --json", description: "For scripts: any free port, one line of JSON" },
    { command: "timkit emulator --data state.json", description: "Keep what is written" }
  ])
)
