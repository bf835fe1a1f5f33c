/**
 * The vendor's own signer, `tls-sig-api-v2`, for those who want its code to make their UserSigs.
 *
 * It needs Node's crypto and zlib, so it does not run in edge workers. The default signer does, and each verifies what
 * the other makes.
 *
 * @example
 * ```ts
 * import { Tim } from "timkit"
 * import * as Official from "timkit/usersig/official"
 * import * as Layer from "effect/Layer"
 *
 * const layer = Tim.layerConfig.pipe(Layer.provide(Official.layer))
 * ```
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
// By its file: the package names two files as its main one, and Bun takes the one that does not exist.
import TlsSigApi from "tls-sig-api-v2/TLSSigAPIv2.js"
import { CurrentSigner, defaultExpire, type Signer, UserSigInvalid } from "./UserSig.ts"

/** Signs with `tls-sig-api-v2`. It signs for the moment of the call only. */
export const signer: Signer = {
  sign: (options) => {
    const { secretKey } = options
    if (options.time !== undefined) {
      return Effect.fail(
        new UserSigInvalid({
          code: 70402,
          detail: "tls-sig-api-v2 signs for now only; the default signer takes a time"
        })
      )
    }
    return Effect.try({
      try: () =>
        new TlsSigApi.Api(options.sdkAppId, Redacted.isRedacted(secretKey) ? Redacted.value(secretKey) : secretKey)
          .genSig(options.identifier, options.expire ?? defaultExpire, options.userbuf ?? null),
      catch: () => new UserSigInvalid({ code: 70402, detail: "tls-sig-api-v2 could not sign with these options" })
    })
  }
}

/** Makes clients sign with `tls-sig-api-v2`. */
export const layer: Layer.Layer<never> = Layer.succeed(CurrentSigner)(signer)
