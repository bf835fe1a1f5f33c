/** The command beside an emulator that runs as long as the tests of a file do. */
import type { ChildProcess } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, before } from "node:test"
import { bundleInto, emulate, type Emulating, type Ready, start, stop } from "./emulatorProcess.ts"

/** The command and an emulator, each in processes of their own, for all tests of a file. */
export interface BesideEmulator {
  /** A folder that is gone after the tests. */
  readonly folder: string
  /** What the emulator said; once the tests run. */
  readonly ready: () => Ready
  /** Starts the command, connected to the emulator, with more or other variables. */
  readonly begin: (args: ReadonlyArray<string>, more?: Record<string, string>) => ChildProcess
}

/** Starts the emulator before the tests of a file, and stops it after them. */
export const besideEmulator = (): BesideEmulator => {
  const folder = mkdtempSync(join(tmpdir(), "timkit-"))
  const program = bundleInto(folder)
  let emulating: Emulating | undefined
  const ready = (): Ready => {
    if (emulating === undefined) throw new Error("the emulator is not ready yet")
    return emulating.ready
  }
  before(async () => {
    emulating = await emulate([], { program })
  })
  after(async () => {
    if (emulating !== undefined) await stop(emulating.child, "SIGTERM")
    rmSync(folder, { recursive: true, force: true })
  })
  const begin: BesideEmulator["begin"] = (args, more) => {
    const { sdkAppId, secretKey, url } = ready()
    const connection = { TIM_SDK_APP_ID: String(sdkAppId), TIM_SECRET_KEY: secretKey, TIM_BASE_URL: url }
    return start(args, { environment: { ...connection, ...more }, program })
  }
  return { folder, ready, begin }
}
