/** How commands connect: flags come first, then the environment, then a file. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import * as Redacted from "effect/Redacted"
import type * as Stdio from "effect/Stdio"
import { environmentNames, makeConfig, type TimOptions } from "../endpoint/Config.ts"
import type { Region } from "../endpoint/region.ts"
import { make } from "../endpoint/client.ts"
import { TimClient } from "../endpoint/TimClient.ts"
import { ErrorExplainer } from "../errors/explain.ts"
import type { TimError } from "../errors/TimError.ts"
import { CommandFailed } from "./failures.ts"
import { readText, toObject } from "./input.ts"
import { givenSecretKey, readSecretFile, variable } from "./secretKey.ts"
import { BaseUrl, ConfigFile, configFileName, type Connecting, Identifier, RegionName, SdkAppId } from "./settings.ts"

/** What is needed to find out how to connect. */
export type Surroundings = Connecting | FileSystem.FileSystem | Path.Path | Stdio.Stdio

/** The fields of a configuration file, and what each must be. */
const fileFields = {
  sdkAppId: "number",
  secretKey: "string",
  secretKeyFile: "string",
  identifier: "string",
  region: "string",
  baseUrl: "string"
} as const

type FileField = keyof typeof fileFields

interface ConfigFileContent {
  /** Its name, to speak of it. */
  readonly name: string
  readonly folder: string
  readonly fields: { readonly [Field in FileField]?: Field extends "sdkAppId" ? number : string }
}

/** The file with the configuration: the one that was named, else the first of the usual ones that is there. */
const findConfigFile = Effect.gen(function*() {
  const named = yield* ConfigFile
  if (Option.isSome(named)) return named.value
  const files = yield* FileSystem.FileSystem
  const { join } = yield* Path.Path
  const xdg = yield* variable("XDG_CONFIG_HOME")
  const home = (yield* variable("HOME")) ?? (yield* variable("USERPROFILE"))
  const folder = xdg ?? (home === undefined ? undefined : join(home, ".config"))
  const usual = [configFileName, ...(folder === undefined ? [] : [join(folder, "timkit", "config.json")])]
  for (const path of usual) {
    if (yield* Effect.orElseSucceed(files.exists(path), () => false)) return path
  }
  return undefined
})

const readConfigFile = Effect.gen(function*() {
  const name = yield* findConfigFile
  if (name === undefined) return undefined
  const what = `the configuration ${name}`
  const fields = yield* toObject<{ readonly [field: string]: unknown }>(
    yield* readText(name, "the configuration"),
    what
  )
  for (const [field, type] of Object.entries(fileFields)) {
    const value = fields[field]
    if (value !== undefined && typeof value !== type) {
      return yield* new CommandFailed({ detail: `${what}: ${field} must be a ${type}` })
    }
  }
  const folder = (yield* Path.Path).dirname(name)
  return { name, folder, fields } as ConfigFileContent
})

/** A setting, and where it was found. */
interface Found<A> {
  readonly value: A
  readonly name: string
}

const found = <A>(value: A | undefined, name: string): Found<A> | undefined =>
  value === undefined ? undefined : { value, name }

const flagged = <A>(flag: Option.Option<A>, name: string): Found<A> | undefined =>
  found(Option.getOrUndefined(flag), name)

/** What was found: any of it may be missing. */
const findAll = Effect.gen(function*() {
  const file = yield* readConfigFile
  const inFile = (field: FileField) => found(file?.fields[field], `${file?.name}: ${field}`)
  const fromEnvironment = (name: string) => Effect.map(variable(name), (value) => found(value, name))

  const appText = yield* variable(environmentNames.sdkAppId)
  const sdkAppId = flagged(yield* SdkAppId, "--sdk-app-id") ??
    found(
      appText === undefined ? undefined : /^\d+$/.test(appText) ? Number(appText) : NaN,
      environmentNames.sdkAppId
    ) ??
    (inFile("sdkAppId") as Found<number> | undefined)

  const identifier = flagged(yield* Identifier, "--identifier") ??
    (yield* fromEnvironment(environmentNames.identifier)) ?? (inFile("identifier") as Found<string> | undefined)

  // One stands in place of the other, so who gives either means neither of those that come later.
  const places = [
    { region: flagged(yield* RegionName, "--region"), baseUrl: flagged(yield* BaseUrl, "--base-url") },
    {
      region: yield* fromEnvironment(environmentNames.region),
      baseUrl: yield* fromEnvironment(environmentNames.baseUrl)
    },
    {
      region: inFile("region") as Found<string> | undefined,
      baseUrl: inFile("baseUrl") as Found<string> | undefined
    }
  ]
  const place = places.find(({ baseUrl, region }) => baseUrl !== undefined || region !== undefined)
  return { file, sdkAppId, identifier, region: place?.region, baseUrl: place?.baseUrl }
})

/** The secret key, wherever it is. */
const findSecretKey = Effect.fnUntraced(function*(file: ConfigFileContent | undefined) {
  const given = yield* givenSecretKey
  if (given !== undefined || file === undefined) return given
  const { secretKey, secretKeyFile } = file.fields
  if (secretKey !== undefined && secretKey !== "") return Redacted.make(secretKey, { label: "key" })
  if (secretKeyFile === undefined) return undefined
  const { resolve } = yield* Path.Path
  const what = { flag: `${file.name}: secretKeyFile`, noun: "key" }
  return yield* readSecretFile(resolve(file.folder, secretKeyFile), what)
})

const inFileToo = (field: string) => `or write ${field} into ${configFileName}`

const missingApp = `the SDKAppID is missing: give --sdk-app-id, set ${environmentNames.sdkAppId}, ${
  inFileToo("sdkAppId")
}`

const missingKey = `the secret key is missing: give --key-file FILE (- for standard input), ` +
  `set ${environmentNames.secretKey}, ${inFileToo("secretKey or secretKeyFile")}`

/** App and key, as they are needed by everything. What is missing is told with all ways to give it. */
const requireApp = Effect.gen(function*() {
  const all = yield* findAll
  const secretKey = yield* findSecretKey(all.file)
  const { sdkAppId } = all
  if (sdkAppId === undefined || secretKey === undefined) {
    const missing = [...(sdkAppId === undefined ? [missingApp] : []), ...(secretKey === undefined ? [missingKey] : [])]
    return yield* new CommandFailed({ detail: missing.join("\n") })
  }
  return { ...all, sdkAppId, secretKey }
})

/** The checked configuration. What is wrong is told by where it was found. */
export const connection = Effect.gen(function*() {
  const { baseUrl, identifier, region, sdkAppId, secretKey } = yield* requireApp
  const options: TimOptions = {
    sdkAppId: sdkAppId.value,
    secretKey,
    identifier: identifier?.value,
    region: region?.value as Region | undefined,
    baseUrl: baseUrl?.value
  }
  return yield* makeConfig(options, {
    sdkAppId: sdkAppId.name,
    secretKey: "the secret key",
    identifier: identifier?.name ?? "--identifier",
    region: region?.name ?? "--region",
    baseUrl: baseUrl?.name ?? "--base-url"
  })
})

/** The app alone, where no key is needed. */
export const requireSdkAppId = Effect.gen(function*() {
  const { sdkAppId } = yield* findAll
  return sdkAppId === undefined ? yield* new CommandFailed({ detail: missingApp }) : sdkAppId.value
})

/** A client that explains what it is refused with. */
export const clientLayer: Layer.Layer<TimClient, CommandFailed | TimError, Surroundings> = Layer.effect(
  TimClient,
  Effect.gen(function*() {
    const config = yield* connection
    // Heavy: nobody who only asks for help should wait for it.
    const { explain } = yield* Effect.promise(() => import("../errors/errorCatalogue.ts"))
    return yield* Effect.provideService(make(config), ErrorExplainer, explain)
  })
)

/** A client for those who call nothing. */
export const clientForNothing: Layer.Layer<TimClient> = Layer.orDie(TimClient.layer({ sdkAppId: 1, secretKey: "none" }))
