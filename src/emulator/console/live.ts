/** What happens in the emulator, as it happens. */
import { signal } from "@preact/signals"
import { useEffect, useRef } from "preact/hooks"
import type { LiveEvent } from "./rows.ts"

/** Whether events come in. */
export const link = signal<"connecting" | "live" | "lost">("connecting")

/** Counts up whenever everything must be loaded anew, since events were missed or the state was replaced. */
export const generation = signal(0)

type Listener = (events: ReadonlyArray<LiveEvent>) => void

const listeners = new Set<Listener>()

/** Events wait so long, in milliseconds, to be told together: a burst of thousands must not draw the page as often. */
const pause = 100

/** More events than this at once, and loading anew is cheaper. */
const most = 2_000

let waiting: Array<LiveEvent> = []

const startAnew = (): void => {
  waiting = []
  generation.value++
}

const tell = (): void => {
  const events = waiting
  waiting = []
  if (events.length === 0) return
  for (const listener of listeners) listener(events)
}

const take = (event: LiveEvent): void => {
  if (event.type === "missed" || event.type === "state" || waiting.length >= most) return startAnew()
  if (waiting.length === 0) setTimeout(tell, pause)
  waiting.push(event)
}

/** Listens, and listens again when the emulator comes back. */
export const listen = (): void => {
  const source = new EventSource("/__tim/events")
  source.addEventListener("open", () => {
    link.value = "live"
    startAnew()
  })
  source.addEventListener("error", () => {
    link.value = "lost"
    // Browsers come back on their own unless they were refused.
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 2_000)
  })
  source.addEventListener("message", ({ data }) => take(JSON.parse(String(data)) as LiveEvent))
}

/** Tells a component what happens while it is shown. */
export const useLive = (listener: Listener): void => {
  const latest = useRef(listener)
  latest.current = listener
  useEffect(() => {
    const each: Listener = (events) => latest.current(events)
    listeners.add(each)
    return () => void listeners.delete(each)
  }, [])
}
