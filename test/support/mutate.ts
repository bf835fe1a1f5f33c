/** Texts and values that are spoilt, the same for the same seed. */
import { makeRandom } from "../../src/emulator/random.ts"

/** What mutations need to know of the texts that they spoil. */
export interface MutatorOptions {
  readonly seed: number
  /** Any other text of the kind, to cut and paste from. */
  readonly other: () => string
  /** A text to look for afterwards. */
  readonly canary: string
  /** The deepest nesting. A thousand levels when left out. */
  readonly deepest?: number
}

/** What comes of a mutation. Bytes may be no UTF-8. */
export type Spoilt = string | Uint8Array<ArrayBuffer>

const encoder = new TextEncoder()

/** The names by which prototypes are reached, some of them in disguise. */
export const prototypeKeys: ReadonlyArray<string> = [
  "__proto__",
  "\\u005f_proto__",
  "__pr\\u006fto__",
  "constructor",
  "prototype",
  "toString"
]

const numbers = [0, -0, -1, 1.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e300, 5e-324]

/** Makes random choices, values and mutations of JSON texts. */
export const makeMutator = ({ canary, deepest = 1_000, other, seed }: MutatorOptions) => {
  const random = makeRandom(seed)
  const below = (end: number): number => Math.floor(random() * end)
  const pick = <T>(items: ReadonlyArray<T>): T => items[below(items.length)] as T
  const chance = (probability: number): boolean => random() < probability

  const words = [canary, "", "alice", "__proto__", "0", "-1", "1e99", "\ud800", "你😀", "\u0000", "null", "TIMTextElem"]

  const randomJson = (depth: number): unknown => {
    switch (below(depth > 0 ? 8 : 5)) {
      case 0:
        return null
      case 1:
        return chance(0.5)
      case 2:
        return pick(numbers)
      case 3:
      case 4:
        return pick(words)
      case 5:
      case 6:
        return Array.from({ length: below(4) }, () => randomJson(depth - 1))
      default: {
        const fields = Array.from({ length: below(5) }, () => [pick(words), randomJson(depth - 1)])
        return Object.fromEntries(fields)
      }
    }
  }

  /** Puts something else in the place of one value on any level, or leaves it out. */
  const spoil = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return
    const keys = Object.keys(value)
    if (keys.length === 0) return
    const holder = value as Record<string, unknown>
    const key = pick(keys)
    const inner = holder[key]
    if (typeof inner === "object" && inner !== null && chance(0.6)) spoil(inner)
    else if (chance(0.3)) delete holder[key]
    else holder[key] = randomJson(2)
  }

  /** Puts a text behind one of the braces or brackets. */
  const insert = (text: string, what: string): string => {
    const from = text.indexOf("{", below(text.length))
    const at = (from < 0 ? 0 : from) + 1
    return `${text.slice(0, at)}${what},${text.slice(at)}`
  }

  /** Nesting, most of it shallow: a thousand levels take as long as a dozen other bodies. */
  const nested = (): string => {
    const times = chance(0.1) ? deepest : below(50)
    const [open, close] = pick([["[", "]"], [`{"a":`, "}"], [`{"__proto__":`, "}"]] as const)
    return `${open.repeat(times)}1${close.repeat(times)}`
  }

  const mutations: ReadonlyArray<(text: string) => Spoilt> = [
    (text) => {
      const bytes = encoder.encode(text)
      for (let flips = 1 + below(4); flips > 0; flips--) {
        const at = below(bytes.length)
        bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8))
      }
      return bytes
    },
    (text) => text.slice(0, below(text.length)),
    (text) => text.slice(0, below(text.length)) + text.slice(below(text.length)),
    (text) => {
      const another = other()
      return text.slice(0, below(text.length)) + another.slice(below(another.length))
    },
    (text) => {
      const [key] = pick([...text.matchAll(/"\w+":/g)]) ?? [`"GroupId":`]
      return insert(text, `${key}${JSON.stringify(randomJson(1))}`)
    },
    (text) => insert(text, `"${pick(prototypeKeys)}":{"polluted":true,"prototype":{"polluted":true}}`),
    (text) => {
      const body: unknown = JSON.parse(text)
      for (let times = 1 + below(3); times > 0; times--) spoil(body)
      return JSON.stringify(body)
    },
    (text) => insert(text, `"${pick(["deep", "MsgBody", "GroupId"])}":${nested()}`),
    (text) => text.replace(/\d+/, (digits) => digits.repeat(1 + below(20))),
    () => JSON.stringify(randomJson(4)),
    () => other(),
    () => Uint8Array.from({ length: below(64) }, () => below(256)),
    () => ""
  ]

  const letters = (): string => String.fromCharCode(...Array.from({ length: 8 }, () => below(1_000)))

  return {
    below,
    pick,
    chance,
    randomJson,
    spoil,
    /** The text after one mutation of any kind. */
    mutate: (text: string): Spoilt => pick(mutations)(text),
    /** A short text of any kind. */
    junk: (): string => chance(0.5) ? pick(words) : letters()
  }
}

export type Mutator = ReturnType<typeof makeMutator>

/** Tells whether the prototypes that everything has are as they were when it was made. */
export const watchPrototypes = (): () => boolean => {
  const prototypes = [Object.prototype, Array.prototype, Function.prototype]
  const shape = () => prototypes.map((prototype) => Reflect.ownKeys(prototype).map(String).join()).join(" ")
  const before = shape()
  return () => shape() === before && ({} as { readonly polluted?: unknown }).polluted === undefined
}

/** Notes every rejection that nobody handles, on any runtime, until it is told to stop. */
export const watchRejections = () => {
  const found: Array<unknown> = []
  const note = (reason: unknown) => void found.push(reason)
  const listener = (event: { readonly reason?: unknown }) => note(event.reason)
  type Listen<L> = ((name: string, listener: L) => unknown) | undefined
  const global = globalThis as {
    readonly process?: { readonly on?: Listen<typeof note>; readonly off?: Listen<typeof note> }
    readonly addEventListener?: Listen<typeof listener>
    readonly removeEventListener?: Listen<typeof listener>
  }
  global.process?.on?.("unhandledRejection", note)
  global.addEventListener?.("unhandledrejection", listener)
  return {
    found,
    /** Stops, once all that is ready has run: only then are rejections told of. */
    stop: async () => {
      await new Promise((ready) => setTimeout(ready, 0))
      global.process?.off?.("unhandledRejection", note)
      global.removeEventListener?.("unhandledrejection", listener)
    }
  }
}
