/** What a client must know: which app, its key, in whose name, and where. */
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { ConfigInvalid, type Issue, TimError } from "../errors/TimError.ts"
import { defaultExpire } from "../usersig/UserSig.ts"
import { type CallLimits, defaultLimits } from "./retry.ts"
import { type Region, regions } from "./region.ts"

/** How a client is set up. */
export interface TimOptions {
  /** The id of the app, from the console. */
  readonly sdkAppId: number
  /** The app's secret key, from the console. Whoever has it can act as any user. */
  readonly secretKey: Redacted.Redacted | string
  /** An administrator of the app, in whose name calls are made. `administrator` when left out. */
  readonly identifier?: string | undefined
  /** The data centre of the app. `china` when left out. */
  readonly region?: Region | undefined
  /** The address of the API, in place of a region: https, or http for this machine. */
  readonly baseUrl?: string | undefined
  /** How long a UserSig is valid, in seconds. It is renewed in time. One day when left out. */
  readonly userSigExpire?: number | undefined
  /** Bounds of every call. What is left out keeps its default. */
  readonly limits?: Partial<CallLimits> | undefined
}

/** A checked configuration. */
export interface TimConfig {
  readonly sdkAppId: number
  readonly secretKey: Redacted.Redacted
  readonly identifier: string
  /** Scheme and host, without a slash at the end. */
  readonly baseUrl: string
  readonly userSigExpire: number
  readonly limits: CallLimits
}

/** How each option is called in the environment. */
export const environmentNames = {
  sdkAppId: "TIM_SDK_APP_ID",
  secretKey: "TIM_SECRET_KEY",
  identifier: "TIM_IDENTIFIER",
  region: "TIM_REGION",
  baseUrl: "TIM_BASE_URL"
} as const

const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(host)

const baseUrlIssue = (text: string): string | undefined => {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return "is no URL"
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    return "must hold nothing but scheme, host, port and path"
  }
  if (url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname))) return undefined
  return "must be https; http is for this machine only, since the signature travels in the URL"
}

/**
 * Checks a configuration.
 *
 * Fails with `ConfigInvalid`, which names every option that is wrong, as it is called in code or, given `names`, in
 * the environment.
 */
export const makeConfig = (
  options: TimOptions,
  names: { readonly [Name in keyof typeof environmentNames]: string } = {
    sdkAppId: "sdkAppId",
    secretKey: "secretKey",
    identifier: "identifier",
    region: "region",
    baseUrl: "baseUrl"
  }
): Effect.Effect<TimConfig, TimError> =>
  Effect.suspend(() => {
    const issues: Array<Issue> = []
    const { baseUrl, identifier = "administrator", region, sdkAppId, userSigExpire = defaultExpire } = options
    const secretKey: unknown = Redacted.isRedacted(options.secretKey)
      ? Redacted.value(options.secretKey)
      : options.secretKey
    const wrong = (path: string, message: string) => issues.push({ path, message })
    if (!Number.isSafeInteger(sdkAppId) || sdkAppId <= 0) {
      wrong(names.sdkAppId, "must be the SDKAppID of the app, a positive integer")
    }
    if (typeof secretKey !== "string" || secretKey === "") wrong(names.secretKey, "must be the secret key of the app")
    else if (secretKey.trim() !== secretKey) wrong(names.secretKey, "begins or ends with white space")
    if (typeof identifier !== "string" || identifier === "") {
      wrong(names.identifier, "must be the UserID of an administrator of the app")
    }
    if (region !== undefined && !Object.hasOwn(regions, region)) {
      wrong(names.region, `must be one of ${Object.keys(regions).join(", ")}`)
    }
    if (baseUrl !== undefined) {
      const issue = baseUrlIssue(baseUrl)
      if (issue !== undefined) wrong(names.baseUrl, issue)
      if (region !== undefined) wrong(names.baseUrl, `cannot be combined with ${names.region}`)
    }
    if (!Number.isSafeInteger(userSigExpire) || userSigExpire < 60) {
      wrong("userSigExpire", "must be at least 60 seconds")
    }
    const limits: Record<string, number> = { ...defaultLimits }
    for (const [name, value] of Object.entries(options.limits ?? {})) {
      if (value === undefined) continue
      const mayBeZero = name === "backoff" || name === "maxBackoff"
      if (!Number.isFinite(value) || value < 0 || (value === 0 && !mayBeZero)) {
        wrong(`limits.${name}`, "must be a positive number")
      }
      limits[name] = value
    }
    if (issues.length > 0) return Effect.fail(new TimError({ reason: new ConfigInvalid({ issues }) }))
    return Effect.succeed<TimConfig>({
      sdkAppId,
      secretKey: Redacted.make(secretKey as string, { label: "secretKey" }),
      identifier,
      baseUrl: (baseUrl ?? regions[region ?? "china"]).replace(/\/+$/, ""),
      userSigExpire,
      limits: limits as unknown as CallLimits
    })
  })

/**
 * Reads the configuration from the environment, or from whatever `ConfigProvider` is in place: `TIM_SDK_APP_ID`,
 * `TIM_SECRET_KEY`, and where wanted `TIM_IDENTIFIER` and one of `TIM_REGION` and `TIM_BASE_URL`.
 */
export const configFromEnvironment: Effect.Effect<TimConfig, TimError> = /* @__PURE__ */ Effect.gen(function*() {
  // Not by `Config`: it brings all of Effect's schemas along, for five texts.
  const provider = yield* ConfigProvider.ConfigProvider
  const read = (name: keyof typeof environmentNames): Effect.Effect<string | undefined, TimError> =>
    provider.load([environmentNames[name]]).pipe(
      Effect.map((node) => node?.value),
      Effect.mapError(() =>
        new TimError({
          reason: new ConfigInvalid({ issues: [{ path: "", message: "the environment could not be read" }] })
        })
      )
    )
  const sdkAppId = yield* read("sdkAppId")
  return yield* makeConfig({
    sdkAppId: sdkAppId === undefined || !/^\d+$/.test(sdkAppId) ? Number.NaN : Number(sdkAppId),
    secretKey: (yield* read("secretKey")) ?? "",
    identifier: yield* read("identifier"),
    region: (yield* read("region")) as Region | undefined,
    baseUrl: yield* read("baseUrl")
  }, environmentNames)
})
