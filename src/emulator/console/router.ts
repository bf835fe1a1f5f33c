/** Where the user is. All of it stands behind the `#` of the address, so it can be kept and sent to others. */
import { signal } from "@preact/signals"

export const pageNames = ["overview", "conversations", "accounts", "requests", "webhooks", "faults"] as const

export type PageName = (typeof pageNames)[number]

/** What can stand in the address beside the page. */
export type Parameter = "app" | "q" | "at" | "tab" | "as"

type Parameters = { readonly [Name in Parameter]?: string }

interface Place {
  readonly page: PageName
  readonly parameters: Parameters
}

const read = (): Place => {
  const [path = "", query = ""] = location.hash.replace(/^#\/?/, "").split("?", 2)
  return {
    page: pageNames.find((name) => name === path) ?? "overview",
    parameters: Object.fromEntries(new URLSearchParams(query))
  }
}

export const place = signal(read())

addEventListener("popstate", () => {
  place.value = read()
})

const enter = (page: PageName, parameters: Parameters, replace: boolean): void => {
  const filled = Object.entries(parameters).filter(([, value]) => value !== "")
  const query = String(new URLSearchParams(filled))
  const url = `#/${page}${query === "" ? "" : `?${query}`}`
  if (replace) history.replaceState(null, "", url)
  else history.pushState(null, "", url)
  place.value = read()
}

/** Goes to a page of the same app. */
export const go = (page: PageName, parameters: Parameters = {}): void =>
  enter(page, { app: parameter("app"), ...parameters }, false)

/** Changes what is looked at within a page. An empty text takes a parameter away. */
export const change = (parameters: Parameters, replace = false): void =>
  enter(place.peek().page, { ...place.peek().parameters, ...parameters }, replace)

/** A parameter of the address; an empty text where it is not there. */
export const parameter = (name: Parameter): string => place.value.parameters[name] ?? ""
