/** `timkit emulator`: the service on this machine. */
import * as Flag from "effect/cli/Flag"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import type { EmulatorService } from "../emulator/Emulator.ts"
import type { EmulatorServer } from "../emulator/server.ts"
import { environmentNames } from "../endpoint/Config.ts"
import { version } from "../version.ts"
import { command } from "./command.ts"
import { readText } from "./input.ts"
import { untilStopped } from "./interruption.ts"
import { listening, serverFlags } from "./serving.ts"
import { givenSecretKey } from "./secretKey.ts"
import { SdkAppId } from "./settings.ts"

/** Seven, four, eight: T, I, M on a telephone's keys, and a zero to make a port of it. */
const defaultPort = 7480

/** The app of an emulator where no other is asked for: the environment's may be a real one. */
const defaultApp = 1_400_000_000

const flags = {
  ...serverFlags(defaultPort),
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

/** Only for those who run it: no other command should wait for it to be loaded. */
const rooms = Effect.promise(async () => ({
  ...await import("../emulator/Emulator.ts"),
  ...await import("../emulator/seed.ts"),
  ...await import("../emulator/server.ts"),
  ...await import("./dataFile.ts")
}))

export const emulatorCommand = command(
  "emulator",
  "Run a faithful stand-in for Tencent Cloud Chat on this machine, with a console",
  flags,
  Effect.fnUntraced(function*({ auth, data, hostname, json, port, seed }) {
    const secretKey = yield* givenSecretKey
    const sdkAppId = Option.getOrElse(yield* SdkAppId, () => defaultApp)
    const { applySeed, emulator, keepData, parseSeed, serve } = yield* rooms
    const service = emulator({
      sdkAppId,
      auth: auth === "on",
      secretKey: secretKey === undefined ? undefined : Redacted.value(secretKey)
    })
    if (Option.isSome(seed)) {
      const text = yield* readText(seed.value, "the seed")
      yield* applySeed(yield* parseSeed(text), service.app(), service)
    }
    if (Option.isSome(data)) yield* keepData(service.world, data.value)
    const server = yield* listening(
      () => serve(service, { port, hostname }),
      { port, hostname },
      ({ close }) => close()
    )
    yield* announce(service, server, json)
    yield* untilStopped
  }, Effect.scoped)
).pipe(
  Command.withExamples([
    { command: "timkit emulator", description: "Run it, and print how to connect" },
    { command: "timkit emulator --port 0 --json", description: "For scripts: any free port, one line of JSON" },
    { command: "timkit emulator --data state.json", description: "Keep what is written" }
  ])
)
