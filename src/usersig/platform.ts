/**
 * What signing takes from the runtime. The only place that asks which runtime it is on.
 *
 * Every runtime has Web Crypto and CompressionStream. Both hand the work to other threads, which takes many times as
 * long as the work itself, as there are only a few hundred bytes; Node's modules do it at once. They are asked for by
 * name while the program runs: nothing is imported that a browser or an edge worker lacks, or that a bundler would look
 * for.
 */
import * as Context from "effect/Context"
import { deflate, toBase64, utf8 } from "./encoding.ts"

/** What signing takes from the runtime. */
export interface Platform {
  /** The HMAC-SHA256 of a text, in base64. */
  readonly hmac: (secret: string, text: string) => string | Promise<string>
  /** zlib (RFC 1950). The bytes differ between runtimes; what they inflate to does not. */
  readonly deflate: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array | Promise<Uint8Array>
}

/** The key that signed last: most programs have only one, and to import it takes longer than to sign. */
let known: { readonly secret: string; readonly key: CryptoKey } | undefined

const keyOf = async (secret: string): Promise<CryptoKey> => {
  if (known?.secret === secret) return known.key
  const key = await crypto.subtle.importKey("raw", utf8(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"])
  known = { secret, key }
  return key
}

/** What every runtime has. */
export const web: Platform = {
  hmac: async (secret, text) =>
    toBase64(new Uint8Array(await crypto.subtle.sign("HMAC", await keyOf(secret), utf8(text)))),
  deflate
}

/** What is used of `node:crypto`. */
interface NodeCrypto {
  createHmac(algorithm: "sha256", secret: string): { update(text: string): { digest(encoding: "base64"): string } }
}

/** What is used of `node:zlib`. */
interface NodeZlib {
  deflateSync(bytes: Uint8Array): Uint8Array
}

interface Process {
  readonly getBuiltinModule?: (name: string) => object | undefined
}

/** What Node's modules do: on Node, Deno, Bun, and workerd with `nodejs_compat`. Nothing anywhere else. */
export const node = (): Platform | undefined => {
  const { process } = globalThis as { readonly process?: Process }
  const crypto = process?.getBuiltinModule?.("node:crypto") as Partial<NodeCrypto> | undefined
  const zlib = process?.getBuiltinModule?.("node:zlib") as Partial<NodeZlib> | undefined
  const createHmac = crypto?.createHmac
  const deflateSync = zlib?.deflateSync
  // A stand-in for Node may have the modules without what is in them.
  return typeof createHmac !== "function" || typeof deflateSync !== "function" ? undefined : {
    hmac: (secret, text) => createHmac("sha256", secret).update(text).digest("base64"),
    deflate: (bytes) => deflateSync(bytes)
  }
}

/** The quickest that there is. */
export const CurrentPlatform: Context.Reference<Platform> = /* @__PURE__ */ Context.Reference<Platform>(
  "timkit/CurrentPlatform",
  { defaultValue: () => node() ?? web }
)
