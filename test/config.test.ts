import assert from "node:assert/strict"
import { test } from "node:test"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import { configFromEnvironment, makeConfig, type Reason, regions, type TimOptions } from "../mod.ts"
import { reasonOf } from "./support/assertions.ts"

const good: TimOptions = { sdkAppId: 1400000000, secretKey: "secret-canary" }

const issuesOf = (reason: Reason) => reason._tag === "ConfigInvalid" ? reason.issues.map(({ path }) => path) : reason

const wrong = (options: object) => Effect.runPromise(reasonOf(makeConfig({ ...good, ...options } as TimOptions)))

const inEnvironment = (variables: Record<string, string>) =>
  Effect.provideService(
    configFromEnvironment,
    ConfigProvider.ConfigProvider,
    ConfigProvider.fromEnvRecord(variables)
  )

test("a region's name gives its address, and China is where an app lives by default", async () => {
  for (const [region, baseUrl] of Object.entries(regions)) {
    const config = await Effect.runPromise(makeConfig({ ...good, region: region as keyof typeof regions }))
    assert.equal(config.baseUrl, baseUrl)
  }
  assert.equal((await Effect.runPromise(makeConfig(good))).baseUrl, regions.china)
})

test("an address of one's own takes the region's place", async () => {
  for (
    const baseUrl of ["https://proxy.example/tim/", "http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:1"]
  ) {
    const config = await Effect.runPromise(makeConfig({ ...good, baseUrl }))
    assert.equal(config.baseUrl, baseUrl.replace(/\/$/, ""))
  }
})

test("a region that does not exist is named wrong, with those that do", async () => {
  const reason = await wrong({ region: "atlantis" })
  assert.deepEqual(issuesOf(reason), ["region"])
  assert.match(reason.message, /singapore/)
  assert.ok(!reason.message.includes("atlantis"))
  assert.deepEqual(issuesOf(await wrong({ region: "toString" })), ["region"])
})

test("an address that would send the signature in the clear is refused", async () => {
  for (
    const baseUrl of [
      "http://api.example",
      "ftp://api.example",
      "no url",
      "https://u:p@api.example",
      "https://a.example?x=1"
    ]
  ) {
    assert.deepEqual(issuesOf(await wrong({ baseUrl })), ["baseUrl"], baseUrl)
  }
})

test("everything that is wrong is named at once, and no value is", async () => {
  const reason = await wrong({
    sdkAppId: 0,
    secretKey: " secret-canary\n",
    identifier: "",
    userSigExpire: 1,
    limits: { deadline: -1 }
  })
  assert.deepEqual(issuesOf(reason), ["sdkAppId", "secretKey", "identifier", "userSigExpire", "limits.deadline"])
  assert.ok(!JSON.stringify(reason).includes("canary"))
  assert.ok(!reason.message.includes("canary"))
})

test("the environment configures a client", async () => {
  const config = await Effect.runPromise(inEnvironment({
    TIM_SDK_APP_ID: "1400000000",
    TIM_SECRET_KEY: "key",
    TIM_IDENTIFIER: "root",
    TIM_REGION: "singapore"
  }))
  assert.equal(config.sdkAppId, 1400000000)
  assert.equal(config.identifier, "root")
  assert.equal(config.baseUrl, regions.singapore)
})

test("an environment without the variables names each of them", async () => {
  assert.deepEqual(issuesOf(await Effect.runPromise(reasonOf(inEnvironment({})))), ["TIM_SDK_APP_ID", "TIM_SECRET_KEY"])
})

test("an environment with wrong variables names each, never what is in it", async () => {
  const reason = await Effect.runPromise(reasonOf(inEnvironment({
    TIM_SDK_APP_ID: "canary1",
    TIM_SECRET_KEY: "canary2 ",
    TIM_REGION: "canary3",
    TIM_BASE_URL: "canary4"
  })))
  assert.deepEqual(
    new Set(issuesOf(reason) as ReadonlyArray<string>),
    new Set(["TIM_SDK_APP_ID", "TIM_SECRET_KEY", "TIM_REGION", "TIM_BASE_URL"])
  )
  assert.ok(!reason.message.includes("canary"))
})

test("the key does not show when a configuration is printed", async () => {
  const config = await Effect.runPromise(makeConfig(good))
  assert.ok(!JSON.stringify(config).includes("canary"))
  assert.ok(!String(config.secretKey).includes("canary"))
})

test("an environment that cannot be read is a failure that tells nothing of it", async () => {
  const broken = ConfigProvider.make(() =>
    Effect.fail(new ConfigProvider.SourceError({ message: "canary", cause: "canary" }))
  )
  const reason = await Effect.runPromise(
    reasonOf(Effect.provideService(configFromEnvironment, ConfigProvider.ConfigProvider, broken))
  )
  assert.deepEqual(issuesOf(reason), [""])
  assert.ok(!JSON.stringify(reason).includes("canary"))
})

test("variables are found under a prefix, and beside others that go on where they end", async () => {
  const provider = ConfigProvider.nested(
    ConfigProvider.fromUnknown({ chat: { TIM_SDK_APP_ID: 1400000000, TIM_SECRET_KEY: "key" } }),
    "chat"
  )
  const config = await Effect.runPromise(
    Effect.provideService(configFromEnvironment, ConfigProvider.ConfigProvider, provider)
  )
  assert.equal(config.sdkAppId, 1400000000)
  const beside = { TIM_SDK_APP_ID: "1400000000", TIM_SECRET_KEY: "key", TIM_REGION: "seoul", TIM_REGION_0: "x" }
  assert.equal((await Effect.runPromise(inEnvironment(beside))).baseUrl, regions.seoul)
})
