/**
 * What signing takes from the runtime. The only place that asks which runtime it is on.
 *
 * Every runtime has Web Crypto and CompressionStream. Both hand the work to other threads, which takes longer than the
 * work itself, as there are only a few hundred bytes; Node's modules do it at once. Deno, Bun and workerd have these
 * modules, too, but take 10 to 25 ms to load them, longer than a hundred signatures. Nothing is imported that a browser
 * or an edge worker lacks, or that a bundler would look for: modules are asked for by name while the program runs.
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

/** What Node's modules do, where the runtime has them. */
export const node = (): Platform | undefined => {
  const { process } = globalThis as { readonly process?: Process }
  const crypto = process?.getBuiltinModule?.("node:crypto") as Partial<NodeCrypto> | undefined
  const zlib = process?.getBuiltinModule?.("node:zlib") as Partial<NodeZlib> | undefined
  const createHmac = crypto?.createHmac
  const deflateSync = zlib?.deflateSync
  // A stand-in for Node may have the modules without what is in them.
  return createHmac === undefined || deflateSync === undefined ? undefined : {
    hmac: (secret, text) => createHmac("sha256", secret).update(text).digest("base64"),
    deflate: (bytes) => deflateSync(bytes)
  }
}

/** After how many signatures a program is taken for one that makes many. Most make one a day. */
const few = 16

/** Does with `web` what a few signatures take, and the rest with Node's modules, where the runtime has them. */
export const webAtFirst = (): Platform => {
  let signatures = 0
  let rest: Platform | undefined
  const current = (): Platform => signatures <= few ? web : rest ??= node() ?? web
  return {
    hmac: (secret, text) => {
      signatures++
      return current().hmac(secret, text)
    },
    deflate: (bytes) => current().deflate(bytes)
  }
}

/** Node has its modules at hand from the start, and takes longer to load what is behind the web's. */
const isNode = (): boolean => globalThis.navigator?.userAgent?.startsWith("Node.js/") ?? false

/** The quickest that there is. */
export const CurrentPlatform: Context.Reference<Platform> = /* @__PURE__ */ Context.Reference<Platform>(
  "timkit/CurrentPlatform",
  { defaultValue: () => (isNode() ? node() : undefined) ?? webAtFirst() }
)
