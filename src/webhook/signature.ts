/**
 * The signature of webhooks: proof that whoever sends one knows the token.
 *
 * `Sign` is the SHA-256 of token and `RequestTime`, and of nothing else: neither body nor command nor app are covered.
 *
 * @see https://trtc.io/document/34354
 */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { equalConstantTime, sha256 } from "../usersig/encoding.ts"

/** A token of the console's webhook page. */
export type Token = Redacted.Redacted | string

/**
 * The signature for a time, as the service writes it: 64 hexadecimal digits in lower case.
 *
 * @param requestTime the text of `RequestTime`, in seconds since 1970
 */
export const signatureOf = (token: Token, requestTime: string): Effect.Effect<string> =>
  Effect.promise(() => digestOf(token, requestTime))

const digestOf = (token: Token, requestTime: string): Promise<string> =>
  sha256(`${Redacted.isRedacted(token) ? Redacted.value(token) : token}${requestTime}`)

/** Whether a signature is that of any of the tokens. Takes as long for one as for another. */
export const isSignedBy = (
  tokens: ReadonlyArray<Token>,
  { requestTime, sign }: { readonly sign: string; readonly requestTime: string }
): Effect.Effect<boolean> =>
  Effect.map(
    Effect.promise(() => Promise.all(tokens.map((token) => digestOf(token, requestTime)))),
    (signatures) => signatures.filter((signature) => equalConstantTime(sign, signature)).length > 0
  )
