/** `node:test` for workerd without compatibility flags: collects tests, and runs them when the worker is told to. */

type Body = () => unknown

const tests: Array<readonly [name: string, body: Body]> = []

export const test = (name: string, body: Body): void => {
  tests.push([name, body])
}

export default test

/** Runs every test that was collected, and prints what came of it. */
export const runAll = async (): Promise<void> => {
  let failed = 0
  for (const [name, body] of tests) {
    try {
      await body()
    } catch (error) {
      failed++
      console.log(`not ok - ${name}\n${error instanceof Error ? error.stack ?? error.message : String(error)}`)
    }
  }
  console.log(`workerd: ${tests.length - failed} passed, ${failed} failed`)
  if (failed > 0 || tests.length === 0) throw new Error(`${failed} of ${tests.length} tests failed`)
}
