/** Scripts of the project, run as processes. */
import { execFile } from "node:child_process"
import { join } from "node:path"
import process from "node:process"
import { promisify } from "node:util"
import { root } from "./files.ts"

/** How this runtime runs a script. */
const command = (): ReadonlyArray<string> =>
  "Deno" in globalThis ? ["run", "-A", "--quiet"] : "Bun" in globalThis ? [] : ["--conditions=timkit-source"]

/** What a script prints when it is run on this runtime, with the given variables on top of the environment. */
export const printed = async (script: string, variables: Record<string, string> = {}): Promise<string> => {
  const { stdout } = await promisify(execFile)(process.execPath, [...command(), join(root, script)], {
    cwd: root,
    env: { ...process.env, ...variables }
  })
  return stdout
}
