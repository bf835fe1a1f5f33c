/**
 * The state of an app as plain data, and back.
 *
 * State is a graph of maps, sets, lists and objects of a few classes, which point at each other. It is written as a list
 * of all of them, in which each is named by its place. What is read is made without constructors, from what was written.
 */

/** Anything of the state: a plain value, or a reference `[place]` to something in the list. */
type Cell = null | boolean | number | string | readonly [place: number]

/** One thing of the list. */
type Node =
  | { readonly m: ReadonlyArray<Cell> }
  | { readonly s: ReadonlyArray<Cell> }
  | { readonly a: ReadonlyArray<Cell> }
  | { readonly o: { readonly [field: string]: Cell }; readonly c?: string }
  | { readonly v: string; readonly n: string }

/** State as data. The first thing of the list is where it begins. */
export interface Written {
  readonly nodes: ReadonlyArray<Node>
}

/** The classes that state is made of, by the names that stand for them. */
export type Classes = { readonly [name: string]: { readonly prototype: object } }

/** How things are told apart. */
export interface CodecOptions {
  readonly classes: Classes
  /** Things that are not part of the state, but that it points at, by names of their own. */
  readonly outside: { readonly [name: string]: unknown }
}

/** Numbers that JSON has no word for. */
const infinities: { readonly [name: string]: number } = { "Infinity": Infinity, "-Infinity": -Infinity }

const nothing: Node = { v: "undefined", n: "" }

/** Writes what hangs on an object. Throws on what is neither data nor of a known class, which is a mistake in the code. */
export const write = (root: object, { classes, outside }: CodecOptions): Written => {
  const nodes: Array<Node> = []
  const places = new Map<unknown, number>()
  const names = new Map<object, string>(Object.entries(classes).map(([name, { prototype }]) => [prototype, name]))
  const outsiders = new Map(Object.entries(outside).map(([name, thing]) => [thing, name]))
  const queue: Array<{ readonly place: number; readonly value: object }> = []

  const place = (key: unknown, node: Node): readonly [number] => {
    const index = nodes.push(node) - 1
    places.set(key, index)
    return [index]
  }

  const cell = (value: unknown): Cell => {
    if (value === null || typeof value === "boolean" || typeof value === "string") return value
    if (typeof value === "number" && Number.isFinite(value)) return value
    const known = places.get(value)
    if (known !== undefined) return [known]
    const outsider = outsiders.get(value)
    if (outsider !== undefined) return place(value, { v: "outside", n: outsider })
    if (value === undefined) return place(value, nothing)
    if (value === Infinity || value === -Infinity) return place(value, { v: "infinity", n: String(value) })
    if (typeof value === "bigint") return place(value, { v: "bigint", n: String(value) })
    if (typeof value !== "object") throw new TypeError(`the state holds a ${typeof value}: ${String(value)}`)
    const index = nodes.push(nothing) - 1
    places.set(value, index)
    queue.push({ place: index, value })
    return [index]
  }

  const toNode = (value: object): Node => {
    if (value instanceof Map) return { m: [...value].flat().map(cell) }
    if (value instanceof Set) return { s: [...value].map(cell) }
    // Not `map`, which leaves out what was never set.
    if (Array.isArray(value)) return { a: Array.from(value as ReadonlyArray<unknown>, cell) }
    const prototype: object = Object.getPrototypeOf(value)
    const o = Object.fromEntries(Object.entries(value).map(([name, field]) => [name, cell(field)]))
    if (prototype === Object.prototype || prototype === null) return { o }
    const c = names.get(prototype)
    if (c === undefined) throw new TypeError(`the state holds an unknown class, ${prototype.constructor.name}`)
    return { o, c }
  }

  cell(root)
  // No recursion: a long list of things that point at each other must not exhaust the stack.
  for (const next of queue) nodes[next.place] = toNode(next.value)
  return { nodes }
}

/** A document that is no state of these classes. */
export class Unreadable extends Error {}

const isCell = (cell: unknown): cell is Cell =>
  cell === null || typeof cell === "boolean" || typeof cell === "number" || typeof cell === "string" ||
  (Array.isArray(cell) && cell.length === 1 && Number.isInteger(cell[0]))

/** Reads what `write` has written. Throws `Unreadable` on anything else. */
export const read = (written: unknown, { classes, outside }: CodecOptions): object => {
  const nodes = (written as Partial<Written> | null)?.nodes
  if (!Array.isArray(nodes) || nodes.length === 0) throw new Unreadable("no list of nodes")

  const empty = (node: Partial<Record<string, unknown>> | null): unknown => {
    if (typeof node !== "object" || node === null) throw new Unreadable("a node is no object")
    if ("m" in node) return new Map()
    if ("s" in node) return new Set()
    if ("a" in node) return []
    if ("o" in node) {
      if (node["c"] === undefined) return {}
      const name = String(node["c"])
      if (!Object.hasOwn(classes, name)) throw new Unreadable("a node is of an unknown class")
      return Object.create(classes[name]?.prototype ?? null)
    }
    switch (node["v"]) {
      case "undefined":
        return undefined
      case "infinity": {
        const infinity = infinities[String(node["n"])]
        if (infinity === undefined) throw new Unreadable("a node is no infinity")
        return infinity
      }
      case "bigint":
        if (!/^-?\d{1,40}$/.test(String(node["n"]))) throw new Unreadable("a node is no integer")
        return BigInt(String(node["n"]))
      case "outside":
        if (!Object.hasOwn(outside, String(node["n"]))) throw new Unreadable("a node points at nothing")
        return outside[String(node["n"])]
      default:
        throw new Unreadable("a node is of an unknown kind")
    }
  }

  const things = nodes.map(empty)
  const value = (cell: unknown): unknown => {
    if (!isCell(cell)) throw new Unreadable("a cell is no value")
    if (!Array.isArray(cell)) return cell
    const place = cell[0] as number
    if (place < 0 || place >= things.length) throw new Unreadable("a cell points at nothing")
    return things[place]
  }
  const cells = (list: unknown): ReadonlyArray<unknown> => {
    if (!Array.isArray(list)) throw new Unreadable("a node holds no list")
    return list
  }

  nodes.forEach((node: Record<string, unknown>, index) => {
    const thing = things[index]
    if (thing instanceof Map && "m" in node) {
      const list = cells(node["m"])
      if (list.length % 2 !== 0) throw new Unreadable("a map lacks a value")
      for (let at = 0; at + 1 < list.length; at += 2) thing.set(value(list[at]), value(list[at + 1]))
    } else if (thing instanceof Set && "s" in node) { for (const each of cells(node["s"])) thing.add(value(each)) }
    else if (Array.isArray(thing) && "a" in node) { for (const each of cells(node["a"])) thing.push(value(each)) }
    else if ("o" in node) {
      if (typeof node["o"] !== "object" || node["o"] === null) throw new Unreadable("a node holds no fields")
      // Defined, not assigned: a field may be named like a setter.
      for (const [name, cell] of Object.entries(node["o"])) {
        Object.defineProperty(thing, name, { value: value(cell), enumerable: true, writable: true, configurable: true })
      }
    }
  })
  const [root] = things
  if (typeof root !== "object" || root === null) throw new Unreadable("there is no beginning")
  return root
}
