/** The flags that every command takes. */
import * as Flag from "effect/cli/Flag"
import * as GlobalFlag from "effect/cli/GlobalFlag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stdio from "effect/Stdio"
import { environmentNames } from "../endpoint/Config.ts"
import { regions } from "../endpoint/region.ts"

const text = <const Name extends string>(name: Name, metavar: string, description: string) =>
  GlobalFlag.Setting(name)({
    flag: Flag.String(name).pipe(Flag.withMetavar(metavar), Flag.withDescription(description), Flag.optional)
  })

/** The name of the configuration where no other is given. */
export const configFileName = "timkit.json"

/** The file that holds a configuration. */
export const ConfigFile = text(
  "config",
  "FILE",
  `A JSON file with the connection; ./${configFileName}, or timkit/config.json in the folder of configurations`
)

/** The app. */
export const SdkAppId = GlobalFlag.Setting("sdk-app-id")({
  flag: Flag.Int("sdk-app-id").pipe(
    Flag.withMetavar("ID"),
    Flag.withDescription(`The SDKAppID of the app; or ${environmentNames.sdkAppId}`),
    Flag.optional
  )
})

/** The file that holds the secret key. */
export const KeyFile = text(
  "key-file",
  "FILE",
  `A file that holds the secret key, - for standard input; or ${environmentNames.secretKey}`
)

/** In whose name calls are made. */
export const Identifier = text(
  "identifier",
  "USER",
  `The administrator in whose name calls are made; or ${environmentNames.identifier}`
)

/** The data centre. */
export const RegionName = text(
  "region",
  "NAME",
  `The data centre: ${Object.keys(regions).join(", ")}; or ${environmentNames.region}`
)

/** The address, in place of a region. */
export const BaseUrl = text(
  "base-url",
  "URL",
  `The address of the API in place of a region, such as an emulator's; or ${environmentNames.baseUrl}`
)

/** How results are told. */
export type Format = (typeof formats)[number]

/** What effects need that ask for the format. */
export type FormatSetting = GlobalFlag.Setting.Identifier<"format">

const formats = ["table", "json", "ndjson"] as const

/** How results are told, where somebody said so. */
export const FormatFlag = GlobalFlag.Setting("format")({
  flag: Flag.Literals("format", formats).pipe(
    Flag.withMetavar(formats.join("|")),
    Flag.withDescription("How results are told; table in a terminal, json otherwise"),
    Flag.optional
  )
})

/** All of them. */
export const settings = [ConfigFile, SdkAppId, KeyFile, Identifier, RegionName, BaseUrl, FormatFlag] as const

/** What commands need to know how to connect. */
export type Connecting = GlobalFlag.Setting.Identifier<
  "config" | "sdk-app-id" | "key-file" | "identifier" | "region" | "base-url"
>

/** How results are told: as asked for, else by where they go. */
export const resolvedFormat: Effect.Effect<Format, never, Stdio.Stdio | FormatSetting> = Effect.gen(function*() {
  const asked = yield* FormatFlag
  if (Option.isSome(asked)) return asked.value
  return (yield* (yield* Stdio.Stdio).stdoutIsTerminal) ? "table" : "json"
})
