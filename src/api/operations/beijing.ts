/** Times as the operating calls write them: in Beijing time, which is eight hours ahead of UTC all year. */

const offset = 8 * 3_600_000

const hourMilliseconds = 3_600_000

/** The hour that was asked for last, since it is mostly the same one. */
let known = { hour: Number.NaN, text: "", day: "" }

const beijing = (milliseconds: number): string => new Date(milliseconds + offset).toISOString()

/**
 * The hour of a time as `yyyymmddhh` in Beijing, as `operations.history` takes it.
 *
 * @example
 * ```ts
 * import { beijingHour } from "timkit"
 *
 * beijingHour(Date.UTC(2023, 10, 14, 22, 13)) // "2023111506"
 * ```
 */
export const beijingHour = (time: number | Date): string => hourOf(Number(time)).text

const hourOf = (milliseconds: number): typeof known => {
  const hour = Math.floor(milliseconds / hourMilliseconds)
  if (hour === known.hour) return known
  const text = beijing(milliseconds).slice(0, 13).replace(/\D/g, "")
  return known = { hour, text, day: text.slice(0, 8) }
}

/** The day of a time as `yyyymmdd` in Beijing. */
export const beijingDay = (milliseconds: number): string => hourOf(milliseconds).day

/** A time as `yyyy-mm-dd hh:mm:ss` in Beijing. */
export const beijingTime = (milliseconds: number): string => beijing(milliseconds).slice(0, 19).replace("T", " ")

/** When an hour written as `yyyymmddhh` begins, in seconds since 1970; nothing where there is no such hour. */
export const secondsOfHour = (hour: string): number | undefined => {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)$/.exec(hour)
  if (parts === null) return undefined
  const [year, month, day, hours] = parts.slice(1).map(Number) as [number, number, number, number]
  const milliseconds = Date.UTC(year, month - 1, day, hours) - offset
  return beijingHour(milliseconds) === hour ? milliseconds / 1000 : undefined
}
