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

/** What a query says about who calls. */
export interface Credentials {
  /** Not a number where it is none; nothing where it is missing. */
  readonly sdkAppId: number | undefined
  readonly identifier: string | null
  readonly contentType: string | null
  readonly userSig: string | null
}

const readCredentials = (query: Parameters): Credentials => {
  const sdkAppId = query("sdkappid")
  return {
    sdkAppId: sdkAppId === null || sdkAppId === "" ? undefined : /^\d+$/.test(sdkAppId) ? Number(sdkAppId) : NaN,
    identifier: query("identifier"),
    contentType: query("contenttype"),
    userSig: query("usersig")
  }
}

/** A query without its random number: the same in each call of a client, for as long as its UserSig is. */
const lastingPart = (query: string): string => {
  const at = query.indexOf("&random=")
  if (at < 0) return query
  const end = query.indexOf("&", at + 1)
  return end < 0 ? query.slice(0, at) : query.slice(0, at) + query.slice(end)
}

/** How many are remembered. */
const maxRemembered = 1_000

/** Reads the credentials of queries; the same ones only once. */
export const makeCredentials = (): (query: string) => Credentials => {
  const known = new Map<string, Credentials>()
  return (query) => {
    const lasting = lastingPart(query)
    let found = known.get(lasting)
    if (found === undefined) {
      const [oldest] = known.keys()
      if (oldest !== undefined && known.size >= maxRemembered) known.delete(oldest)
      known.set(lasting, found = readCredentials(readQuery(lasting)))
    }
    return found
  }
}
