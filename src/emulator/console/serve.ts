/** Serves the console. */
import { css, html, js } from "./bundle.generated.ts"

/** Nothing comes from elsewhere, and nothing in the page can run or be drawn but the two files. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'"
].join("; ")

const common = {
  "content-security-policy": policy,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-cache"
}

const root = "/__tim/console"

const files: ReadonlyMap<string, readonly [type: string, content: string]> = new Map([
  [root, ["text/html", html]],
  [`${root}/`, ["text/html", html]],
  [`${root}/app.js`, ["text/javascript", js]],
  [`${root}/app.css`, ["text/css", css]]
])

/** The console's file at a path, and the way there from the roots; nothing where there is neither. */
export const consoleResponse = (pathname: string): Response | undefined => {
  if (pathname === "/" || pathname === "/__tim" || pathname === "/__tim/") {
    return new Response(null, { status: 302, headers: { ...common, location: root } })
  }
  const file = files.get(pathname)
  if (file === undefined) return undefined
  const [type, content] = file
  return new Response(content, { headers: { ...common, "content-type": `${type}; charset=utf-8` } })
}
