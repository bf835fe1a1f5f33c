// needs a host: bundles the command
import assert from "node:assert/strict"
import { test } from "node:test"
import { buildSync } from "esbuild"
import { loadedWith } from "../scripts/sizes.ts"
import { root } from "./support/files.ts"

test("asking for help loads none of the heavy rooms", () => {
  const { metafile } = buildSync({
    absWorkingDir: root,
    entryPoints: ["src/cli/main.ts"],
    outdir: "unwritten",
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "esm",
    conditions: ["timkit-source"],
    logLevel: "warning"
  })
  const { outputs } = metafile
  const start = Object.keys(outputs).find((name) => outputs[name]?.entryPoint === "src/cli/main.ts") ?? ""
  const loaded = loadedWith(outputs, start)
  const inputs = [...loaded].flatMap((name) => Object.keys(outputs[name]?.inputs ?? {}))
  assert.ok(inputs.includes("src/cli/timkit.ts"))
  const heavy =
    /^src\/(emulator|reference|endpoints|webhook|testing|jobs\/(run|files|durable)|errors\/(catalogue\/(?!codes)|errorCatalogue))/
  // How many calls are under way by default stands with what runs jobs.
  assert.deepEqual(inputs.filter((input) => heavy.test(input) && input !== "src/jobs/run.ts"), [])
  assert.ok(Object.keys(outputs).some((name) => outputs[name]?.inputs["src/emulator/Emulator.ts"] !== undefined))
})
