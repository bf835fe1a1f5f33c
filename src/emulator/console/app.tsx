/** @jsxImportSource preact */
/** The console: one page that shows what the emulator holds, and what happens in it. */
import { effect } from "@preact/signals"
import { render, type VNode } from "preact"
import { NewMessage } from "./components/NewMessage.tsx"
import { Problem, Waiting } from "./components/Parts.tsx"
import { Help, help, Navigation, Toast, windowTitle } from "./components/Shell.tsx"
import { listenToKeys } from "./keyboard.ts"
import { generation, listen, useLive } from "./live.ts"
import { Accounts } from "./pages/Accounts.tsx"
import { Conversations } from "./pages/Conversations.tsx"
import { Faults } from "./pages/Faults.tsx"
import { Overview } from "./pages/Overview.tsx"
import { Requests } from "./pages/Requests.tsx"
import { Webhooks } from "./pages/Webhooks.tsx"
import { type PageName, place } from "./router.ts"
import { app, appId, loadAll, loadApps, setClock, trouble } from "./store.ts"
import { applyTheme } from "./theme.ts"

const pages: { readonly [Page in PageName]: () => VNode | null } = {
  overview: Overview,
  conversations: Conversations,
  accounts: Accounts,
  requests: Requests,
  webhooks: Webhooks,
  faults: Faults
}

/** The counters of the apps are loaded at most once in so many milliseconds. */
const pause = 500

let counting = false

const countSoon = (): void => {
  if (counting) return
  counting = true
  setTimeout(() => {
    counting = false
    void loadApps()
  }, pause)
}

const Console = (): VNode => {
  useLive((events) => {
    for (const event of events) if (event.type === "clock") setClock(event.clock)
    countSoon()
  })
  const { page } = place.value
  const Page = pages[page]
  return (
    <>
      <Navigation />
      <main key={`${page} ${appId.value}`} data-testid={`page-${page}`}>
        {app.value !== undefined
          ? <Page />
          : <div class="page">{trouble.value === "" ? <Waiting /> : <Problem text={trouble.value} />}</div>}
      </main>
      <NewMessage />
      <Help />
      <Toast />
    </>
  )
}

// Before anything is drawn: nobody shall see the wrong colours first.
applyTheme()

addEventListener("DOMContentLoaded", () => {
  effect(() => {
    document.title = windowTitle(place.value.page)
  })
  effect(() => {
    if (generation.value >= 0) loadAll()
  })
  listenToKeys(() => {
    help.value = true
  })
  listen()
  render(<Console />, document.body)
})
