/** What it takes to evaluate a worker's modules, in milliseconds, in a context that has what a worker has. */
import { readFileSync } from "node:fs"
import process from "node:process"
import { createContext, SourceTextModule } from "node:vm"

const [file = ""] = process.argv.slice(2)
/** What a worker has beside the language. */
const names =
  ("AbortController AbortSignal CompressionStream DecompressionStream ReadableStream Request Response TextDecoder " +
    "TextEncoder TransformStream URL URLSearchParams clearTimeout console crypto fetch navigator performance setTimeout")
    .split(" ")
const context = createContext(Object.fromEntries(names.map((name) => [name, Reflect.get(globalThis, name)])))
const worker = new SourceTextModule(readFileSync(file, "utf8"), { context })
await worker.link(() => {
  throw new Error(`${file} imports something`)
})
const started = performance.now()
await worker.evaluate()
console.log(performance.now() - started)
