/** @jsxImportSource preact */
/** What is around every page: the ways to the others, the app, the looks, and how things went. */
import { signal } from "@preact/signals"
import type { VNode } from "preact"
import { link } from "../live.ts"
import { go, type PageName, pageNames, place } from "../router.ts"
import { appId, apps, toast } from "../store.ts"
import { nextTheme, theme } from "../theme.ts"
import { Icon } from "./Icon.tsx"
import { Button, Dialog } from "./Parts.tsx"

const titles: { readonly [Page in PageName]: string } = {
  overview: "Overview",
  conversations: "Conversations",
  accounts: "Accounts",
  requests: "Requests",
  webhooks: "Webhooks",
  faults: "Faults"
}

/** The name of the page, for the window. */
export const windowTitle = (page: PageName): string => `${titles[page]} · timkit emulator`

const Links = (): VNode => (
  <ul>
    {pageNames.map((page) => (
      <li key={page}>
        <button
          type="button"
          aria-current={place.value.page === page ? "page" : undefined}
          title={`g ${page[0]}`}
          onClick={() => go(page)}
        >
          <Icon name={page} />
          <span>{titles[page]}</span>
        </button>
      </li>
    ))}
  </ul>
)

const states = { live: "live", connecting: "connecting", lost: "not connected, trying again" } as const

const Connected = (): VNode => (
  <p class={`link-state ${link.value}`} role="status" title="Whether events come in" data-testid="link-state">
    <i aria-hidden="true" />
    <span>{states[link.value]}</span>
  </p>
)

/** A choice of the app that is looked at. */
export const AppSwitcher = (): VNode => (
  <select
    class="app-switcher"
    aria-label="App"
    value={appId.value}
    onChange={({ currentTarget }) => go(place.peek().page, { app: currentTarget.value })}
  >
    {apps.value.map(({ sdkAppId }) => <option key={sdkAppId} value={sdkAppId}>{sdkAppId}</option>)}
  </select>
)

/** Goes through the looks. */
export const ThemeSwitch = (): VNode => (
  <Button
    icon={theme.value}
    label={`Theme: ${theme.value === "auto" ? "as the system says" : theme.value}`}
    onClick={nextTheme}
  />
)

export const Navigation = (): VNode => (
  <nav aria-label="Pages">
    <header class="brand">
      <span class="mark"><Icon name="conversations" /></span>
      <b>timkit</b>
    </header>
    <AppSwitcher />
    <Links />
    <footer>
      <Connected />
      <ThemeSwitch />
    </footer>
  </nav>
)

/** Whether the keys are shown. */
export const help = signal(false)

const keys = [
  ["/", "search"],
  ["j k", "down and up in a list"],
  ["Enter", "open"],
  ["Esc", "close, leave a field"],
  ["g o", "overview"],
  ["g c", "conversations"],
  ["g a", "accounts and groups"],
  ["g r", "requests"],
  ["g w", "webhooks"],
  ["g f", "faults and state"],
  ["?", "these keys"]
] as const

export const Help = (): VNode | null =>
  help.value
    ? (
      <Dialog
        title="Keys"
        onClose={() => {
          help.value = false
        }}
      >
        <dl class="keys">
          {keys.map(([key, meaning]) => (
            <div key={key}><dt>{key.split(" ").map((each) => <kbd key={each}>{each}</kbd>)}</dt><dd>{meaning}</dd></div>
          ))}
        </dl>
      </Dialog>
    )
    : null

export const Toast = (): VNode => <p class="toast" role="status" aria-live="polite">{toast.value}</p>
