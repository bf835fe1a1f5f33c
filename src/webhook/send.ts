/** The other side of webhooks: how the service sends them. For the emulator and for tests. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { signatureOf, type Token } from "./signature.ts"

/** What a delivery is made of. */
export interface Delivery {
  readonly sdkAppId: number
  readonly command: string
  readonly body: object
  /** Where it goes. A path and parameters of its own stay. */
  readonly url: string
  /** Signs it; unsigned when left out. */
  readonly token?: Token | undefined
  /** When it is signed, in seconds since 1970. Now when left out. */
  readonly requestTime?: number | undefined
  /** The client's address. */
  readonly clientIp?: string | undefined
  /** The client's platform, such as `RESTAPI` or `iOS`. */
  readonly platform?: string | undefined
}

/** The parameters of a delivery's query, in the service's order. */
export const queryOf = /* @__PURE__ */ Effect.fnUntraced(
  function*(delivery: Delivery): Effect.fn.Return<ReadonlyArray<[string, string]>> {
    const { clientIp, command, platform, sdkAppId, token } = delivery
    const query: Array<[string, string]> = [
      ["SdkAppid", String(sdkAppId)],
      ["CallbackCommand", command],
      ["contenttype", "json"]
    ]
    if (clientIp !== undefined) query.push(["ClientIP", clientIp])
    if (platform !== undefined) query.push(["OptPlatform", platform])
    if (token !== undefined) {
      const now = Math.floor((yield* Clock.currentTimeMillis) / 1000)
      const requestTime = String(delivery.requestTime ?? now)
      query.push(["RequestTime", requestTime], ["Sign", yield* signatureOf(token, requestTime)])
    }
    return query
  }
)

/** The address of a delivery. */
export const urlOf = (url: string, query: ReadonlyArray<[string, string]>): string => {
  const address = new URL(url)
  for (const [name, value] of query) address.searchParams.append(name, value)
  return address.href
}

/** The request that the service would make. */
export const requestOf = (delivery: Delivery): Effect.Effect<Request> =>
  Effect.map(queryOf(delivery), (query) =>
    new Request(urlOf(delivery.url, query), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(delivery.body)
    }))
