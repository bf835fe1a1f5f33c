/** The parameters of a URL's query. */

/** Reads parameters by their names. */
export type Parameters = (name: string) => string | null

/** Whatever is not written as it is read. */
const isCoded = /[%+]/

/** Reads a query as `URLSearchParams` does, which takes longer to make than most queries need. */
export const readQuery = (query: string): Parameters => {
  if (isCoded.test(query)) {
    const parameters = new URLSearchParams(query)
    return (name) => parameters.get(name)
  }
  const whole = `&${query}&`
  return (name) => {
    const at = whole.indexOf(`&${name}=`)
    const bare = whole.indexOf(`&${name}&`)
    if (bare >= 0 && (at < 0 || bare < at)) return ""
    return at < 0 ? null : whole.slice(at + name.length + 2, whole.indexOf("&", at + 1))
  }
}
