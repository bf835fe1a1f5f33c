/**
 * The signature of webhooks: proof that whoever sends one knows the token.
 *
 * `Sign` is the SHA-256 of token and `RequestTime`, and of nothing else: neither body nor command nor app are covered.
 *
 * @see https://trtc.io/document/34354
 */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { equalConstantTime, utf8 } from "../usersig/encoding.ts"

/** A token of the console's webhook page. */
export type Token = Redacted.Redacted | string

/**
 * The signature for a time, as the service writes it: 64 hexadecimal digits in lower case.
 *
 * @param requestTime the text of `RequestTime`, in seconds since 1970
 */
export const signatureOf = (token: Token, requestTime: string): Effect.Effect<string> =>
  Effect.promise(() => digestOf(token, requestTime))

const digestOf = async (token: Token, requestTime: string): Promise<string> => {
  const text = utf8(`${Redacted.isRedacted(token) ? Redacted.value(token) : token}${requestTime}`)
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", text))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
}

/** Whether a signature is that of any of the tokens. Takes as long for one as for another. */
export const isSignedBy = (
  tokens: ReadonlyArray<Token>,
  { requestTime, sign }: { readonly sign: string; readonly requestTime: string }
): Effect.Effect<boolean> =>
  Effect.map(
    Effect.promise(() => Promise.all(tokens.map((token) => digestOf(token, requestTime)))),
    (signatures) => signatures.filter((signature) => equalConstantTime(sign, signature)).length > 0
  )
