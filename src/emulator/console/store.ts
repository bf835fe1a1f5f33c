/** What every page knows: the apps, the clock, the looks. */
import { computed, signal } from "@preact/signals"
import { api, tell } from "./api.ts"
import { parameter } from "./router.ts"
import type { App, Clock, Coverage } from "./rows.ts"

export const apps = signal<ReadonlyArray<App>>([])

/** Why the apps are not known, if they are not. */
export const trouble = signal("")

/** The app that is looked at: the one of the address, or the first. */
export const app = computed(() => {
  const wanted = Number(parameter("app"))
  return apps.value.find(({ sdkAppId }) => sdkAppId === wanted) ?? apps.value[0]
})

export const appId = computed(() => app.value?.sdkAppId)

/** The emulator's time, and when it was that by the machine's. */
export const clock = signal<(Clock & { readonly read: number }) | undefined>(undefined)

export const setClock = (now: Clock): void => {
  clock.value = { ...now, read: Date.now() }
}

/** The emulator's time in milliseconds. */
export const emulatorNow = (): number => {
  const { frozen, now, read } = clock.value ?? { frozen: false, now: Date.now(), read: Date.now() }
  return frozen ? now : now + Date.now() - read
}

export const loadApps = (): Promise<void> =>
  api.apps().then((found) => {
    apps.value = found
    trouble.value = ""
  }, (error: unknown) => {
    trouble.value = tell(error)
  })

/** What each endpoint of the emulator leaves out, and the webhooks it sends. */
export const coverage = signal<ReadonlyArray<Coverage>>([])

/** The names of all webhooks that calls may send. */
export const commands = computed(() => [...new Set(coverage.value.flatMap(({ webhooks }) => webhooks))].toSorted())

/** Loads what is known by every page. */
export const loadAll = (): void => {
  void loadApps()
  // The counters of the page say enough when these two cannot be had.
  api.clock().then(setClock, () => undefined)
  if (coverage.peek().length === 0) {
    api.coverage().then((found) => {
      coverage.value = found
    }, () => undefined)
  }
}

/** A short word about what was just done. */
export const toast = signal("")

let fading = 0

export const say = (text: string): void => {
  toast.value = text
  clearTimeout(fading)
  fading = window.setTimeout(() => {
    toast.value = ""
  }, 4_000)
}

/** Does something and says how it went. */
export const attempt = async (work: () => Promise<unknown>, done: string): Promise<boolean> => {
  try {
    await work()
    say(done)
    return true
  } catch (error) {
    say(tell(error))
    return false
  }
}

/** Puts a text into the clipboard. */
export const copy = (text: string): Promise<boolean> =>
  attempt(async () => {
    if (!isSecureContext) throw new Error("Browsers let pages copy on localhost and https only.")
    await navigator.clipboard.writeText(text)
  }, "Copied")
