/** The parameters of a URL's query. */

/** Reads parameters by their names. */
export type Parameters = (name: string) => string | null

/** The value of a parameter in a query that is written as it is read. */
const valueIn = (query: string, name: string): string | null => {
  let from = 0
  do {
    if (query.startsWith(name, from)) {
      const end = query.indexOf("&", from)
      const pair = end < 0 ? query.slice(from) : query.slice(from, end)
      if (pair.length === name.length) return ""
      if (pair[name.length] === "=") return pair.slice(name.length + 1)
    }
    from = query.indexOf("&", from) + 1
  } while (from > 0)
  return null
}

/** Reads a query as `URLSearchParams` does, which takes longer to make than most queries need. */
export const readQuery = (query: string): Parameters => {
  if (!query.includes("%") && !query.includes("+")) return (name) => valueIn(query, name)
  const parameters = new URLSearchParams(query)
  return (name) => parameters.get(name)
}
