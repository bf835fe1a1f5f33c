/** Everything that a person or a program can see of a value, as texts. */

/** Is given a text, and from where it is. */
export type Seen = (form: string, text: string) => void

/** What belongs to the runtime, and would lead away from what is looked at. */
const outside: ReadonlySet<unknown> = new Set<unknown>([
  globalThis,
  (globalThis as { readonly process?: unknown }).process,
  globalThis.console,
  Object.prototype,
  Function.prototype,
  Array.prototype,
  Promise.prototype
])

/** How many objects are walked through from one value. Beyond it, something leads away. */
const most = 20_000

type Inspect = (value: unknown) => string

interface Util {
  readonly inspect: (value: unknown, options: object) => string
}

interface Host {
  readonly process?: { readonly getBuiltinModule?: (name: string) => unknown }
  readonly Bun?: { readonly inspect: (value: unknown, options: object) => string }
  readonly Deno?: { readonly inspect: (value: unknown, options: object) => string }
}

const host = globalThis as Host

/** A module of Node's own, on the runtimes that have it. */
export const builtin = (name: string): unknown => {
  try {
    return host.process?.getBuiltinModule?.(name)
  } catch {
    return undefined
  }
}

/** Whether there are ports, and a network. Workers have modules of Node's, but neither. */
export const isHost = builtin("node:net") !== undefined && !("WebSocketPair" in globalThis)

/** What the runtimes show of a value, each with all that it can. */
const inspections = (): ReadonlyArray<readonly [form: string, inspect: Inspect]> => {
  const found: Array<readonly [string, Inspect]> = []
  const util = builtin("node:util") as Util | undefined
  if (util !== undefined) {
    const everything = { depth: Infinity, showHidden: true, getters: true, maxArrayLength: null, maxStringLength: null }
    found.push(["util.inspect", (value) => util.inspect(value, everything)])
    found.push(["util.inspect, plain", (value) => value instanceof Error ? util.inspect(value, {}) : ""])
  }
  const { Bun, Deno } = host
  if (Bun !== undefined) found.push(["Bun.inspect", (value) => Bun.inspect(value, { depth: 16 })])
  if (Deno !== undefined) {
    const everything = {
      depth: 16,
      showHidden: true,
      getters: true,
      iterableLimit: Infinity,
      strAbbreviateSize: Infinity
    }
    found.push(["Deno.inspect", (value) => Deno.inspect(value, everything)])
  }
  return found
}

const inspectors = inspections()

const isWalked = (value: unknown): value is object =>
  ((typeof value === "object" && value !== null) || typeof value === "function") && !outside.has(value)

const attempt = (make: () => unknown): unknown => {
  try {
    return make()
  } catch {
    // What cannot be read cannot be seen either.
    return undefined
  }
}

/** Walks through all own properties, also those that do not show, through collections and what getters give. */
const walk = (root: object, known: WeakSet<object>, seen: Seen): boolean => {
  const waiting: Array<unknown> = [root]
  let count = 0
  while (waiting.length > 0) {
    const value = waiting.pop()
    if (typeof value === "string") seen("properties", value)
    else if (typeof value === "symbol" || typeof value === "bigint") seen("properties", String(value))
    if (!isWalked(value) || known.has(value)) continue
    known.add(value)
    if (++count > most) return false
    if (ArrayBuffer.isView(value)) {
      seen("bytes", new TextDecoder().decode(value as Uint8Array))
      continue
    }
    if (value instanceof Error) seen("String()", String(attempt(() => String(value))))
    if (value instanceof Map) waiting.push(...value.keys(), ...value.values())
    if (value instanceof Set) waiting.push(...value)
    if (value instanceof Headers || value instanceof URLSearchParams) waiting.push(...[...value].flat())
    for (const key of Reflect.ownKeys(value)) {
      seen("property names", typeof key === "symbol" ? key.description ?? "" : key)
      waiting.push(attempt(() => Reflect.get(value, key)))
    }
    for (let above: unknown = Object.getPrototypeOf(value); isWalked(above); above = Object.getPrototypeOf(above)) {
      for (const [key, { get }] of Object.entries(Object.getOwnPropertyDescriptors(above))) {
        if (get !== undefined && key !== "body") waiting.push(attempt(() => get.call(value)))
      }
    }
  }
  return true
}

/**
 * Shows a value in all the ways there are. Answers whether it could be walked through to its end.
 *
 * @param known what was walked through before
 */
export const look = (value: unknown, known: WeakSet<object>, seen: Seen): boolean => {
  if (typeof value === "string") {
    seen("text", value)
    return true
  }
  if (!isWalked(value)) return true
  const asString = attempt(() => String(value))
  if (typeof asString === "string") seen("String()", asString)
  const json = attempt(() => JSON.stringify(value))
  if (typeof json === "string") seen("JSON", json)
  if (value instanceof Error) {
    seen("message", value.message)
    seen("stack", String(value.stack))
    seen("cause", String(attempt(() => value.cause)))
  }
  for (const [form, inspect] of inspectors) seen(form, String(attempt(() => inspect(value))))
  return walk(value, known, seen)
}
