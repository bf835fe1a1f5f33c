/** Times and sizes in words. */

/** The furthest from 1970 that a date can be, in milliseconds. */
const furthest = 8.64e15

const format = (options: Intl.DateTimeFormatOptions) => {
  const { format } = new Intl.DateTimeFormat(undefined, options)
  return (millis: number): string => Math.abs(millis) <= furthest ? format(millis) : "no date"
}

const clockOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const

export const hours: (millis: number) => string = format(clockOptions)

export const seconds: (millis: number) => string = format({ ...clockOptions, second: "2-digit" })

export const exact: (millis: number) => string = format({
  ...clockOptions,
  second: "2-digit",
  fractionalSecondDigits: 3
})

export const day: (millis: number) => string = format({
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric"
})

export const date: (millis: number) => string = format({ day: "numeric", month: "short" })

export const full: (millis: number) => string = (millis) => `${day(millis)}, ${seconds(millis)}`

export const count = (number: number): string => number.toLocaleString()

/** So many of a thing. */
export const many = (number: number, thing: string): string => `${count(number)} ${thing}${number === 1 ? "" : "s"}`

/** Bytes. */
export const size = (bytes: number): string => {
  let rest = bytes
  for (const unit of ["B", "KB", "MB", "GB"]) {
    if (rest < 1024) return `${unit === "B" ? rest : rest.toFixed(1)} ${unit}`
    rest /= 1024
  }
  return `${rest.toFixed(1)} TB`
}

/** The length of a recording, in seconds. */
export const length = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, "0")}`

/** Milliseconds. */
export const span = (millis: number): string => {
  const far = Math.abs(millis)
  if (far < 1_000) return `${Math.round(millis)} ms`
  if (far < 60_000) return `${(millis / 1_000).toFixed(1)} s`
  const total = Math.round(far / 60_000)
  const parts = [[Math.floor(total / 1_440), "d"], [Math.floor(total / 60) % 24, "h"], [total % 60, "min"]] as const
  return (millis < 0 ? "−" : "") + parts.filter(([number]) => number > 0).map((part) => part.join(" ")).join(" ")
}
