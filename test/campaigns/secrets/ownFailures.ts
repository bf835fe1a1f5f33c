/** What fails before anything is sent: configurations, requests, signers, UserSigs, and the command line. */
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Path from "effect/Path"
import * as PlatformError from "effect/PlatformError"
import * as ChildProcessSpawner from "effect/process/ChildProcessSpawner"
import * as Redacted from "effect/Redacted"
import * as Stdio from "effect/Stdio"
import * as Terminal from "effect/Terminal"
import { connect, TimClient, type TimClientService, type TimOptions } from "../../../mod.ts"
import { accountImport } from "../../../src/api/accounts/endpoints.ts"
import { imSetAttrName } from "../../../src/api/push/allMemberPushEndpoints.ts"
import { runTimkit } from "../../../src/cli/timkit.ts"
import { deflate, toBase64, toSigAlphabet, utf8 } from "../../../src/usersig/encoding.ts"
import { inspect, type SignOptions, sign, UserSigInvalid, verify } from "../../../src/usersig/mod.ts"
import { callFails, type Calling, nameOf } from "./calling.ts"
import type { Failure, Scene } from "./scene.ts"

const sdkAppId = 1_400_000_000

/** Options that do not fit, each with the key where it can do harm. */
const misfits: ReadonlyArray<readonly [name: string, options: (key: string) => object]> = [
  ["a key with white space before it", (key) => ({ secretKey: ` ${key}` })],
  ["a key with a line break behind it", (key) => ({ secretKey: `${key}\n` })],
  ["a hidden key with white space", (key) => ({ secretKey: Redacted.make(`${key} `, { label: "mine" }) })],
  ["a key in a list", (key) => ({ secretKey: [key] })],
  ["a key in an object", (key) => ({ secretKey: { key } })],
  ["a hidden key in an object", (key) => ({ secretKey: Redacted.make({ key }) })],
  ["a key as bytes", (key) => ({ secretKey: utf8(key) })],
  ["the key as the app", (key) => ({ secretKey: key, sdkAppId: key })],
  ["the key as the region", (key) => ({ secretKey: key, region: key })],
  ["the key as the address", (key) => ({ secretKey: key, baseUrl: key })],
  ["the key in the address", (key) => ({ secretKey: key, baseUrl: `https://admin:${key}@tim.example` })],
  ["the key in the address's query", (key) => ({ secretKey: key, baseUrl: `https://tim.example/?key=${key}` })],
  ["the key in an address of http", (key) => ({ secretKey: key, baseUrl: `http://tim.example/${key}` })],
  ["the key as a limit", (key) => ({ secretKey: key, limits: { deadline: key } })],
  ["the key as a validity", (key) => ({ secretKey: key, userSigExpire: key })],
  ["an administrator without a name", (key) => ({ secretKey: key, identifier: "" })]
]

const configs = misfits.map(([name, options]): Failure => ({
  name: `a configuration has ${name}`,
  happen: async (scene) => {
    const complete = { sdkAppId, ...options(scene.canaries.make("key")) } as TimOptions
    const layer = TimClient.layer(complete)
    const exit = await scene.run(Effect.provide(TimClient, layer))
    if (exit._tag === "Success") scene.odd("the configuration was taken")
    scene.look("the layer", layer)
    const error = await scene.rejects(() => connect(complete))
    if (nameOf(error) !== "ConfigInvalid") scene.odd(`connecting gave ${nameOf(error)}`)
  }
}))

/** Variables that do not fit. */
const environments: ReadonlyArray<readonly [name: string, variables: (key: string) => Record<string, string>]> = [
  ["a key with white space", (key) => ({ TIM_SDK_APP_ID: "1", TIM_SECRET_KEY: `${key} ` })],
  ["key and app the wrong way round", (key) => ({ TIM_SDK_APP_ID: key, TIM_SECRET_KEY: "1400000000" })],
  ["the key as the region", (key) => ({ TIM_SDK_APP_ID: "1", TIM_SECRET_KEY: key, TIM_REGION: key })],
  ["the key as the address", (key) => ({ TIM_SDK_APP_ID: "1", TIM_SECRET_KEY: key, TIM_BASE_URL: `http://${key}/` })],
  ["the key under another name", (key) => ({ TIM_SDK_APP_ID: "1", TIM_KEY: key })]
]

const variables = environments.map(([name, make]): Failure => ({
  name: `the environment has ${name}`,
  happen: async (scene) => {
    const env = make(scene.canaries.make("key"))
    const exit = await scene.run(
      Effect.provide(TimClient, TimClient.layerConfig).pipe(
        Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromEnv({ env }))
      )
    )
    if (exit._tag === "Success") scene.odd("the environment was taken")
  }
}))

const circular = (key: string): object => {
  const body: Record<string, unknown> = { key }
  return Object.assign(body, { body })
}

/** Requests with the key where it does not belong, none of which is sent. */
const requests: ReadonlyArray<readonly [name: string, call: (client: TimClientService, key: string) => unknown]> = [
  ["the key in a list for a text", (client, key) => client.call(accountImport, { UserID: [key] } as never)],
  ["the key as too long a text", (client, key) => client.call(accountImport, { UserID: key.repeat(9) })],
  ["the key as the name of a field", (client, key) => client.call(imSetAttrName, { AttrNames: { [key]: "x" } })],
  [
    "the key as the name of a field for a text",
    (client, key) => client.call(imSetAttrName, { AttrNames: { [key]: { key } } } as never)
  ],
  ["the key as the body", (client, key) => client.call("v4/openim/anything", key as never)],
  ["the key in a circle", (client, key) => client.call("v4/openim/anything", circular(key))],
  ["the key beside what is no JSON", (client, key) => client.call("v4/openim/anything", { key, n: 1n })],
  ["the key in a body that throws", (client, key) =>
    client.call("v4/openim/anything", {
      toJSON: () => {
        throw new Error(key)
      }
    })],
  ["the key behind the path", (client, key) => client.call(`v4/openim/anything?key=${key}`, {})],
  ["the key as the path", (client, key) => client.call(key, {})]
]

const unsent = requests.map(([name, call]): Failure => ({
  name: `a request has ${name}`,
  happen: (scene) =>
    callFails(scene, {
      fetch: () => () => Promise.reject(new Error("it was sent")),
      call: call as NonNullable<Calling["call"]>,
      expect: "RequestInvalid"
    })
}))

const told = ({ secretKey }: SignOptions): string =>
  `cannot sign with ${Redacted.isRedacted(secretKey) ? String(Redacted.value(secretKey)) : secretKey}`

/** Signers that fail, and tell why. */
const signers: ReadonlyArray<readonly [name: string, signer: NonNullable<Calling["signer"]>]> = [
  ["fails with the key", () => ({
    sign: (options) => Effect.fail(new UserSigInvalid({ code: 70402, detail: told(options) }))
  })],
  ["dies of the key", () => ({ sign: (options) => Effect.die(new Error(told(options))) })],
  ["dies of the key, as a name", (key) => ({ sign: () => Effect.die({ name: `K${key.slice(0, 30)}`, key }) })],
  ["throws the key", () => ({
    sign: (options) => {
      throw new Error(told(options))
    }
  })]
]

const unsigned = signers.map(([name, signer]): Failure => ({
  name: `a signer ${name}`,
  happen: (scene) =>
    callFails(scene, { transport: () => ({ send: () => Effect.never }), signer, expect: "ConfigInvalid" })
}))

const logins: ReadonlyArray<Failure> = [["no account", ""], ["a line break", "alice\nTLS.sdkappid:1"]].map((
  [name = "", account = ""]
) => ({
  name: `a UserSig is asked for, for ${name}`,
  happen: (scene) =>
    callFails(scene, {
      fetch: () => () => Promise.reject(new Error("it was sent")),
      call: (client) => client.signFor(account),
      expect: "ConfigInvalid"
    })
}))

const hourAgo = () => Math.floor(Date.now() / 1000) - 3_600

type Broken = (
  made: { readonly key: string; readonly userSig: string; readonly scene: Scene }
) => Effect.Effect<unknown, unknown>

const packed = (document: unknown): Effect.Effect<string> =>
  Effect.promise(async () => toSigAlphabet(toBase64(await deflate(utf8(JSON.stringify(document))))))

const good = { sdkAppId, identifier: "alice" }

/** UserSigs that cannot be made, read or verified. */
const userSigs: ReadonlyArray<readonly [name: string, broken: Broken]> = [
  ["inspected, cut off", ({ userSig }) => inspect(userSig.slice(0, -20))],
  ["inspected, with something behind it", ({ userSig }) => inspect(`${userSig}=`)],
  ["inspected, but it is the key", ({ key }) => inspect(key)],
  ["inspected, but it is the query", ({ userSig }) => inspect(`usersig=${userSig}`)],
  ["inspected, but it holds the key", ({ key }) => Effect.flatMap(packed({ key }), inspect)],
  ["inspected, and too large", ({ key }) => Effect.flatMap(packed({ key: key.repeat(5_000) }), inspect)],
  ["verified, cut off", ({ key, userSig }) => verify({ ...good, userSig: userSig.slice(1), secretKey: key })],
  [
    "verified with another key",
    ({ scene, userSig }) => verify({ ...good, userSig, secretKey: scene.canaries.make("other key") })
  ],
  [
    "verified for another account",
    ({ key, userSig }) => verify({ ...good, userSig, secretKey: key, identifier: "bob" })
  ],
  ["verified for another app", ({ key, userSig }) => verify({ ...good, userSig, secretKey: key, sdkAppId: 1 })],
  [
    "verified too late",
    ({ key }) =>
      Effect.flatMap(
        sign({ ...good, secretKey: key, time: hourAgo(), expire: 1 }),
        (userSig) => verify({ ...good, userSig, secretKey: Redacted.make(key) })
      )
  ],
  ["made for nobody", ({ key }) => sign({ ...good, secretKey: key, identifier: "" })],
  ["made for no app", ({ key }) => sign({ ...good, secretKey: key, sdkAppId: Number(key) })],
  ["made for no time", ({ key }) => sign({ ...good, secretKey: key, expire: 0 })]
]

const badSigs = userSigs.map(([name, broken]): Failure => ({
  name: `a UserSig is ${name}`,
  happen: async (scene) => {
    const key = scene.canaries.make("key")
    const userSig = scene.canaries.add("UserSig", await Effect.runPromise(sign({ ...good, secretKey: key })))
    const exit = await scene.run(broken({ key, userSig, scene }))
    if (exit._tag === "Success") scene.odd("it was accepted")
    const error = await scene.rejects(() => Effect.runPromise(broken({ key, userSig, scene })))
    if (!(error instanceof UserSigInvalid)) scene.odd(`failed with ${nameOf(error)}`)
  }
}))

/** A file system with one file, that holds what is given. */
const withFile = (content: string) =>
  FileSystem.layerNoop({
    readFileString: (path) =>
      path === "key.txt" ? Effect.succeed(content) : Effect.fail(PlatformError.systemError({
        _tag: "NotFound",
        module: "FileSystem",
        method: "readFileString",
        pathOrDescriptor: path
      }))
  })

const terminal = Terminal.make(
  {
    columns: Effect.succeed(80),
    rows: Effect.succeed(24),
    size: Effect.succeed({ columns: 80, rows: 24 }),
    readInput: Effect.die("nobody types"),
    readLine: Effect.die("nobody types"),
    display: () => Effect.void
  } as unknown as Parameters<typeof Terminal.make>[0]
)

/** Commands that fail. Only what a command says itself: what the shell was given is written there already. */
const commands: ReadonlyArray<
  readonly [name: string, args: (made: { readonly key: string; readonly userSig: string }) => ReadonlyArray<string>]
> = [
  ["inspects what is cut off", ({ userSig }) => ["inspect", userSig.slice(0, -40)]],
  ["verifies what is cut off", ({ userSig }) => ["verify", "alice", userSig.slice(0, -40)]],
  ["verifies for somebody else", ({ userSig }) => ["verify", "bob", userSig]],
  ["verifies with another key", ({ userSig }) => ["verify", "alice", userSig, "--key-file", "key.txt"]],
  ["signs for nobody", () => ["new", ""]],
  ["takes the key for a file", ({ key }) => ["new", "alice", "--key-file", key]]
]

const cli = commands.map(([name, args]): Failure => ({
  name: `the command usersig ${name}`,
  happen: async (scene) => {
    const key = scene.canaries.make("key")
    const other = scene.canaries.make("other key")
    const userSig = scene.canaries.add("UserSig", await Effect.runPromise(sign({ ...good, secretKey: key })))
    const env = { TIM_SDK_APP_ID: String(sdkAppId), TIM_SECRET_KEY: key }
    const platform = Layer.mergeAll(
      withFile(`${other}\n`),
      Path.layer,
      Stdio.layerTest({}),
      Layer.succeed(Terminal.Terminal)(terminal),
      Layer.succeed(ChildProcessSpawner.ChildProcessSpawner)(ChildProcessSpawner.make(() => Effect.die("no processes")))
    )
    const exit = await scene.run(
      runTimkit(["usersig", ...args({ key, userSig })]).pipe(
        // As the runtime of a program does with what is left.
        Effect.tapCause((cause) => Effect.logError(cause)),
        Effect.provide(platform),
        Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromEnv({ env }))
      )
    )
    if (exit._tag === "Success") scene.odd("the command succeeded")
  }
}))

export const ownFailures: ReadonlyArray<Failure> = [
  ...configs,
  ...variables,
  ...unsent,
  ...unsigned,
  ...logins,
  ...badSigs,
  ...cli
]
