/**
 * UserSigs: the signatures with which an account proves to the service who it is.
 *
 * Made with Web Crypto and CompressionStream, so they work wherever `fetch` does; with Node's `crypto` and `zlib` where
 * that is faster. The bytes of a UserSig differ from runtime to runtime and from library to library, since each
 * compresses differently; what is inside is the same. Compare UserSigs by what `inspect` finds in them, never as
 * strings.
 *
 * @see https://trtc.io/document/34385
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { equalConstantTime, fromBase64, fromSigAlphabet, inflate, toBase64, toSigAlphabet, utf8 } from "./encoding.ts"
import { CurrentPlatform, type Platform } from "./platform.ts"

/** What a UserSig is made from. */
export interface SignOptions {
  /** The id of the app, from the console. */
  readonly sdkAppId: number
  /** The app's secret key, from the console. */
  readonly secretKey: Redacted.Redacted | string
  /** The account to sign for. */
  readonly identifier: string
  /** How long the UserSig is valid, in seconds. One day when left out; at least that is advised. */
  readonly expire?: number | undefined
  /** From when on it is valid, in seconds since 1970. Now when left out. */
  readonly time?: number | undefined
  /** Bytes to sign along, see `makeUserbuf`. The REST API needs none. */
  readonly userbuf?: Uint8Array | undefined
}

/** What is inside a UserSig. */
export interface UserSigContent {
  readonly sdkAppId: number
  readonly identifier: string
  /** Seconds since 1970. */
  readonly time: number
  /** Seconds. */
  readonly expire: number
  /** When it runs out, in seconds since 1970. */
  readonly validUntil: number
  readonly userbuf: Uint8Array | undefined
}

/**
 * A UserSig could not be made, read or verified. Never holds the UserSig or the key.
 *
 * `code` is what the service answers in the same case.
 */
export class UserSigInvalid extends /* @__PURE__ */ Data.TaggedError("UserSigInvalid")<{
  readonly code: 70001 | 70003 | 70009 | 70013 | 70014 | 70402
  readonly detail: string
}> {
  override get message(): string {
    return this.detail
  }
}

/** One day, in seconds. */
export const defaultExpire = 86_400

/** A document is a few hundred bytes; anything that inflates to more than this is an attack. */
const maxDocumentBytes = 16_384

const invalid = (code: UserSigInvalid["code"], detail: string) => new UserSigInvalid({ code, detail })

const hmac = async (secretKey: Redacted.Redacted | string, text: string, platform: Platform): Promise<string> => {
  const secret = Redacted.isRedacted(secretKey) ? Redacted.value(secretKey) : secretKey
  // Web Crypto refuses it, Node's crypto does not: a key that was forgotten must not verify what anybody can sign.
  if (secret === "") throw new TypeError("The secret key is empty")
  return platform.hmac(secret, text)
}

const signedText = (
  content: { readonly identifier: string; readonly sdkAppId: number; readonly time: number; readonly expire: number },
  userbuf: string | undefined
): string =>
  `TLS.identifier:${content.identifier}\nTLS.sdkappid:${content.sdkAppId}\nTLS.time:${content.time}\n` +
  `TLS.expire:${content.expire}\n${userbuf === undefined ? "" : `TLS.userbuf:${userbuf}\n`}`

const isSeconds = (value: number): boolean => Number.isSafeInteger(value) && value >= 0

/**
 * Makes a UserSig.
 *
 * Fails with `UserSigInvalid` when the identifier is empty or holds control characters, or a number is not a
 * positive integer.
 *
 * @example
 * ```ts
 * import { sign } from "timkit/usersig"
 * import * as Effect from "effect/Effect"
 *
 * const userSig = await Effect.runPromise(sign({ sdkAppId: 1400000000, secretKey: "key", identifier: "alice" }))
 * ```
 */
export const sign = (options: SignOptions): Effect.Effect<string, UserSigInvalid> =>
  Effect.withFiber((fiber) => {
    const { expire = defaultExpire, identifier, sdkAppId, secretKey } = options
    const time = options.time ?? Math.floor(fiber.getRef(Clock.Clock).currentTimeMillisUnsafe() / 1000)
    // A line break would let an identifier forge the lines that follow it in the signed text.
    // oxlint-disable-next-line no-control-regex
    if (identifier === "" || /[\u0000-\u001f\u007f]/.test(identifier)) {
      return Effect.fail(invalid(70402, "A UserSig needs an identifier without control characters"))
    }
    if (!Number.isSafeInteger(sdkAppId) || sdkAppId <= 0) {
      return Effect.fail(invalid(70402, "A UserSig needs a positive integer as sdkAppId"))
    }
    if (!isSeconds(expire) || expire === 0 || !isSeconds(time)) {
      return Effect.fail(
        invalid(70402, "A UserSig needs whole seconds as expire and time, and an expire above 0")
      )
    }
    const userbuf = options.userbuf === undefined ? undefined : toBase64(options.userbuf)
    const platform = fiber.getRef(CurrentPlatform)
    return Effect.promise(async () => {
      const document = {
        "TLS.ver": "2.0",
        "TLS.identifier": identifier,
        "TLS.sdkappid": sdkAppId,
        "TLS.time": time,
        "TLS.expire": expire,
        ...(userbuf === undefined ? {} : { "TLS.userbuf": userbuf }),
        "TLS.sig": await hmac(secretKey, signedText({ identifier, sdkAppId, time, expire }, userbuf), platform)
      }
      return toSigAlphabet(toBase64(await platform.deflate(utf8(JSON.stringify(document)))))
    })
  })

interface Document extends UserSigContent {
  readonly sig: string
  readonly userbufText: string | undefined
}

const read = (userSig: string): Effect.Effect<Document, UserSigInvalid> =>
  Effect.tryPromise({
    try: async () => {
      if (!/^[A-Za-z0-9*\-_]+$/.test(userSig)) throw new TypeError("alphabet")
      const bytes = await inflate(fromBase64(fromSigAlphabet(userSig)), maxDocumentBytes)
      const document: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))
      if (typeof document !== "object" || document === null) throw new TypeError("document")
      const {
        "TLS.expire": expire,
        "TLS.identifier": identifier,
        "TLS.sdkappid": sdkAppId,
        "TLS.sig": sig,
        "TLS.time": time,
        "TLS.userbuf": userbuf
      } = document as Record<string, unknown>
      if (
        typeof identifier !== "string" || typeof sig !== "string" || typeof sdkAppId !== "number" ||
        typeof time !== "number" || typeof expire !== "number" ||
        (userbuf !== undefined && typeof userbuf !== "string")
      ) throw new TypeError("fields")
      return {
        identifier,
        sdkAppId,
        time,
        expire,
        validUntil: time + expire,
        userbuf: userbuf === undefined ? undefined : fromBase64(userbuf),
        userbufText: userbuf,
        sig
      }
    },
    catch: () => invalid(70003, "The UserSig cannot be read: it was cut off, or is no UserSig at all")
  })

const contentOf = ({ sig: _sig, userbufText: _userbufText, ...content }: Document): UserSigContent => content

/**
 * Tells what is inside a UserSig, without the key and without checking anything.
 *
 * @example
 * ```ts
 * import { inspect, sign } from "timkit/usersig"
 * import * as Effect from "effect/Effect"
 *
 * const { identifier, validUntil } = await Effect.runPromise(
 *   sign({ sdkAppId: 1400000000, secretKey: "key", identifier: "alice" }).pipe(Effect.flatMap(inspect))
 * )
 * ```
 */
export const inspect = (userSig: string): Effect.Effect<UserSigContent, UserSigInvalid> =>
  Effect.map(read(userSig), contentOf)

/** What a UserSig is verified against. */
export interface VerifyOptions {
  readonly userSig: string
  readonly sdkAppId: number
  readonly secretKey: Redacted.Redacted | string
  /** The account that the UserSig must be for. Any account when left out. */
  readonly identifier?: string | undefined
}

/**
 * Verifies a UserSig as the service does: first its account (70013), then its app (70014), its signature (70009) and
 * its time (70001).
 */
export const verify = /* @__PURE__ */ Effect.fnUntraced(
  function*(options: VerifyOptions): Effect.fn.Return<UserSigContent, UserSigInvalid> {
    const document = yield* read(options.userSig)
    if (options.identifier !== undefined && document.identifier !== options.identifier) {
      return yield* invalid(70013, "The UserSig was made for another identifier")
    }
    if (document.sdkAppId !== options.sdkAppId) {
      return yield* invalid(70014, "The UserSig was made for another SDKAppID")
    }
    const platform = yield* CurrentPlatform
    const text = signedText(document, document.userbufText)
    const sig = yield* Effect.promise(() => hmac(options.secretKey, text, platform))
    if (!equalConstantTime(sig, document.sig)) {
      return yield* invalid(70009, "The UserSig was signed with another key")
    }
    return yield* verifyTime(contentOf(document))
  }
)

/**
 * Verifies the time alone (70001), of a UserSig that was found to be in order before: for those who see the same one
 * again and again.
 */
export const verifyTime = (content: UserSigContent): Effect.Effect<UserSigContent, UserSigInvalid> =>
  Clock.clockWith((clock) =>
    content.validUntil < Math.floor(clock.currentTimeMillisUnsafe() / 1000)
      ? invalid(70001, "The UserSig has run out")
      : Effect.succeed(content)
  )

/** What a `PrivateMapKey` of TRTC allows, as bits to be added up. */
export const Privilege = {
  createRoom: 1,
  enterRoom: 2,
  sendAudio: 4,
  receiveAudio: 8,
  sendVideo: 16,
  receiveVideo: 32,
  sendSubStream: 64,
  receiveSubStream: 128,
  all: 255
} as const

/** What the userbuf of a `PrivateMapKey` is made from. */
export interface UserbufOptions {
  readonly sdkAppId: number
  readonly identifier: string
  /** A number, or a text of at most 65,535 bytes. */
  readonly room: number | string
  /** When it runs out, in seconds since 1970. */
  readonly validUntil: number
  /** The sum of `Privilege` bits. All when left out. */
  readonly privileges?: number | undefined
}

/** Makes the bytes that, signed as `userbuf`, admit an account to a TRTC room. */
export const makeUserbuf = (options: UserbufOptions): Uint8Array => {
  const account = utf8(options.identifier)
  const room = typeof options.room === "string" ? utf8(options.room) : undefined
  const bytes = new Uint8Array(1 + 2 + account.length + 20 + (room === undefined ? 0 : 2 + room.length))
  const view = new DataView(bytes.buffer)
  bytes[0] = room === undefined ? 0 : 1
  view.setUint16(1, account.length)
  bytes.set(account, 3)
  let offset = 3 + account.length
  const numeric = typeof options.room === "number" ? options.room : 0
  for (const value of [options.sdkAppId, numeric, options.validUntil, options.privileges ?? Privilege.all, 0]) {
    view.setUint32(offset, value)
    offset += 4
  }
  if (room !== undefined) {
    view.setUint16(offset, room.length)
    bytes.set(room, offset + 2)
  }
  return bytes
}

/** Makes UserSigs; the place where another way of making them can be put. */
export interface Signer {
  readonly sign: (options: SignOptions) => Effect.Effect<string, UserSigInvalid>
}

/** The signer that clients use: Web Crypto unless another is provided. */
export const CurrentSigner: Context.Reference<Signer> = /* @__PURE__ */ Context.Reference<Signer>(
  "timkit/CurrentSigner",
  { defaultValue: () => ({ sign }) }
)
