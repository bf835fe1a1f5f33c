/** `node:assert/strict` for workerd without compatibility flags: the part that the suite uses. */
import { dequal } from "dequal"

const show = (value: unknown): string => {
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return String(value)
  }
}

const fail = (message: string | Error | undefined, otherwise: string): never => {
  throw message instanceof Error ? message : new Error(message === undefined ? otherwise : `${message}\n${otherwise}`)
}

type Expected = RegExp | (new(...args: ReadonlyArray<never>) => unknown) | ((error: unknown) => boolean) | object

const isExpected = (error: unknown, expected: Expected | undefined): boolean => {
  if (expected === undefined) return true
  if (expected instanceof RegExp) return expected.test(String(error))
  if (typeof expected === "function") {
    return expected.prototype === undefined
      ? (expected as (error: unknown) => boolean)(error)
      : error instanceof (expected as new() => unknown)
  }
  return Object.entries(expected).every(([key, value]) => dequal((error as Record<string, unknown>)[key], value))
}

const assert = (value: unknown, message?: string | Error): void => {
  if (!value) fail(message, `${show(value)} is not truthy`)
}

export default Object.assign(assert, {
  ok: assert,
  equal: (actual: unknown, expected: unknown, message?: string | Error) => {
    if (!Object.is(actual, expected)) fail(message, `${show(actual)} is not ${show(expected)}`)
  },
  notEqual: (actual: unknown, expected: unknown, message?: string | Error) => {
    if (Object.is(actual, expected)) fail(message, `${show(actual)} is what it must not be`)
  },
  deepEqual: (actual: unknown, expected: unknown, message?: string | Error) => {
    if (!dequal(actual, expected)) fail(message, `${show(actual)}\nis not\n${show(expected)}`)
  },
  notDeepEqual: (actual: unknown, expected: unknown, message?: string | Error) => {
    if (dequal(actual, expected)) fail(message, `${show(actual)} is what it must not be`)
  },
  match: (actual: string, pattern: RegExp, message?: string | Error) => {
    if (!pattern.test(actual)) fail(message, `${show(actual)} does not match ${pattern}`)
  },
  doesNotMatch: (actual: string, pattern: RegExp, message?: string | Error) => {
    if (pattern.test(actual)) fail(message, `${show(actual)} matches ${pattern}`)
  },
  fail: (message?: string | Error) => fail(message, "failed"),
  throws: (run: () => unknown, expected?: Expected) => {
    try {
      run()
    } catch (error) {
      if (isExpected(error, expected)) return
      throw error
    }
    fail(undefined, "nothing was thrown")
  },
  rejects: async (promise: Promise<unknown> | (() => Promise<unknown>), expected?: Expected) => {
    try {
      await (typeof promise === "function" ? promise() : promise)
    } catch (error) {
      if (isExpected(error, expected)) return
      throw error
    }
    fail(undefined, "nothing was rejected")
  }
})
