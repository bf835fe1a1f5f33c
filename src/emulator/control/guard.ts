/**
 * Who may use the control API and the console: pages of their own origin and programs on this machine, and no other
 * page that a browser has open.
 */

/** What a guard knows of the server. */
export interface GuardOptions {
  /** Host names by which the server may be addressed, beside those of this machine. */
  readonly hosts: ReadonlyArray<string>
}

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

const hostOf = (authority: string): string => authority.replace(/:\d+$/, "").toLowerCase()

/** A host name as it stands in an address: IPv6 in brackets. */
const asAddressed = (host: string): string =>
  host.includes(":") && !host.startsWith("[") ? `[${host}]`.toLowerCase() : host.toLowerCase()

const refuse = (message: string, status = 403): Response =>
  new Response(message, { status, headers: { "content-type": "text/plain; charset=utf-8" } })

/** The largest body of a request, in bytes: a state may be large, anything else is not. */
export const maxBytes = ({ method, url }: Request): number =>
  method === "PUT" && new URL(url).pathname === "/__tim/state" ? 1_073_741_824 : 4_194_304

/** Why a request is refused; nothing where it is not. */
export const whyRefused = (request: Request, { hosts }: GuardOptions): Response | undefined => {
  const host = request.headers.get("host") ?? new URL(request.url).host
  // A name that leads here but is not ours belongs to a page that wants to be taken for one of this machine.
  if (!loopback.test(hostOf(host)) && !hosts.some((allowed) => asAddressed(allowed) === hostOf(host))) {
    return refuse("This host name is not served here")
  }
  const origin = request.headers.get("origin")
  if (origin !== null && origin !== `http://${host}` && origin !== `https://${host}`) {
    return refuse("Pages of other origins are not served here")
  }
  // Ports of one machine are one site, so a page of the same site may be a stranger as well. Links to here are fine.
  const site = request.headers.get("sec-fetch-site") ?? "none"
  if (site !== "none" && site !== "same-origin" && request.headers.get("sec-fetch-mode") !== "navigate") {
    return refuse("Pages of other sites are not served here")
  }
  const length = Number(request.headers.get("content-length") ?? 0)
  return length > maxBytes(request) ? refuse("The body is too long", 413) : undefined
}
