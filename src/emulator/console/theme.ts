/** Light or dark: as the system says, unless the user says otherwise. */
import { signal } from "@preact/signals"

const names = ["auto", "light", "dark"] as const

export type Theme = (typeof names)[number]

const key = "timkit-console-theme"

const stored = (): Theme => {
  try {
    return names.find((name) => name === localStorage.getItem(key)) ?? "auto"
  } catch {
    // Browsers may keep pages from storing anything.
    return "auto"
  }
}

export const theme = signal<Theme>(stored())

/** Shows the theme. */
export const applyTheme = (): void => {
  document.documentElement.dataset["theme"] = theme.value
}

/** Goes on to the next theme. */
export const nextTheme = (): void => {
  theme.value = names[(names.indexOf(theme.value) + 1) % names.length] ?? "auto"
  applyTheme()
  try {
    localStorage.setItem(key, theme.value)
  } catch {
    // It holds until the page is left.
  }
}
