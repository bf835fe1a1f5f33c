/** What goes wrong on purpose. */
import { makeRandom } from "./random.ts"
import type { FaultKind as FaultKindSchema, FaultRule as FaultRuleSchema } from "./control/schemas.ts"

/** What a fault does to a call. */
export type FaultKind = (typeof FaultKindSchema)["Type"]

/** When a fault fires, and what it does. */
export type FaultRule = (typeof FaultRuleSchema)["Type"]

/** A rule that is in force. */
export interface ActiveFault {
  /** Counts up from 1. */
  readonly id: number
  readonly rule: FaultRule
  /** How many calls fitted. */
  readonly matched: number
  /** How many times it fired. */
  readonly fired: number
  /** Until when it lives, in milliseconds since 1970. */
  readonly expires: number | undefined
}

/** A fault that fires now. */
export interface Fired {
  readonly id: number
  readonly fault: FaultKind
}

/** What the paths look like that a command stands for. */
export const patternOf = (command: string): RegExp => {
  const escaped = command.split(/\*+/).map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join(".*")
  return new RegExp(`^${command.includes("/") ? "" : "(.*/)?"}${escaped}$`)
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null

const accountFields: ReadonlyArray<string> = ["UserID", "UserIDs", "Accounts", "AccountList"]

/** Whether a body names an account as sender, receiver or whatever else, itself or in the items of its lists. */
const names = (body: object, account: string, depth = 0): boolean =>
  Object.entries(body).some(([field, value]) => {
    const isNamed = field.endsWith("_Account") || accountFields.includes(field)
    if (!Array.isArray(value)) return isNamed && value === account
    if (isNamed && value.includes(account)) return true
    return depth === 0 && value.some((item) => isObject(item) && names(item, account, depth + 1))
  })

interface Entry {
  readonly id: number
  readonly rule: FaultRule
  readonly pattern: RegExp | undefined
  readonly expires: number | undefined
  matched: number
  fired: number
}

/** The fault rules of an app, in the order in which they were made. The first that fires counts. */
export class Faults {
  readonly #entries: Array<Entry> = []
  readonly #random: () => number
  #nextId = 1

  /** @param seed where the random numbers of probabilities begin */
  constructor(seed: number) {
    this.#random = makeRandom(seed)
  }

  /** Whether there is any rule. */
  get isEmpty(): boolean {
    return this.#entries.length === 0
  }

  add(rule: FaultRule, nowMillis: number): ActiveFault {
    const entry: Entry = {
      id: this.#nextId++,
      rule,
      pattern: rule.command === undefined ? undefined : patternOf(rule.command),
      expires: rule.expiresIn === undefined ? undefined : nowMillis + rule.expiresIn,
      matched: 0,
      fired: 0
    }
    this.#entries.push(entry)
    return active(entry)
  }

  /** Removes a rule; answers whether there was one. */
  remove(id: number): boolean {
    const index = this.#entries.findIndex((entry) => entry.id === id)
    if (index < 0) return false
    this.#entries.splice(index, 1)
    return true
  }

  clear(): void {
    this.#entries.length = 0
  }

  list(): ReadonlyArray<ActiveFault> {
    return this.#entries.map(active)
  }

  /** The fault that fires for a call; nothing for nearly all. */
  next(path: string, body: object, nowMillis: number): Fired | undefined {
    for (const entry of this.#entries) {
      const { expires, pattern, rule } = entry
      if (expires !== undefined && nowMillis >= expires) continue
      if (rule.count !== undefined && entry.fired >= rule.count) continue
      if (pattern !== undefined && !pattern.test(path)) continue
      if (rule.account !== undefined && !names(body, rule.account)) continue
      entry.matched++
      if (rule.nth !== undefined && entry.matched !== rule.nth) continue
      if (rule.probability !== undefined && this.#random() >= rule.probability) continue
      entry.fired++
      return { id: entry.id, fault: rule.fault }
    }
    return undefined
  }
}

const active = ({ expires, fired, id, matched, rule }: Entry): ActiveFault => ({ id, rule, matched, fired, expires })
