/** UserSigs: new ones by timkit and by the vendor's own package, and one that is known. */
import * as Effect from "effect/Effect"
import TlsSigApi from "tls-sig-api-v2/TLSSigAPIv2.js"
import { makeSigCache } from "../../src/usersig/SigCache.ts"
import { sign } from "../../src/usersig/UserSig.ts"
import { answering, cpu, sideBySide, wall } from "../support/inside.ts"

const sdkAppId = 1_400_000_000
const secretKey = "0123456789abcdef".repeat(4)
const official = new TlsSigApi.Api(sdkAppId, secretKey)

/** What was made last; kept so that nothing is optimized away. */
export let last: unknown

await answering(async () => {
  const cache = makeSigCache(sign({ sdkAppId, secretKey, identifier: "alice" }), 86_400)
  await Effect.runPromise(cache.get)
  const fresh = await sideBySide({
    official: (times) => {
      for (let index = 0; index < times; index++) last = official.genSig(`user${index}`, 86_400, null)
    },
    fresh: async (times) => {
      for (let index = 0; index < times; index++) {
        last = await Effect.runPromise(sign({ sdkAppId, secretKey, identifier: `user${index}` }))
      }
    }
  }, { clock: wall, rounds: 25, times: 200 })
  const known = await sideBySide({
    cached: (times) =>
      Effect.runSync(Effect.gen(function*() {
        for (let index = 0; index < times; index++) last = yield* cache.get
      }))
  }, { clock: cpu, rounds: 25, times: 20_000 })
  return { ...fresh, ...known }
})
