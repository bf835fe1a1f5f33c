/** Why something could not be done with a file. */
import type { PlatformError } from "effect/PlatformError"

/** In one word: Effect's, or the system's where Effect has none, as for a full disk. */
export const whyOf = ({ reason }: PlatformError): string => {
  if (reason._tag !== "Unknown") return reason._tag
  const { code } = (reason.cause ?? {}) as { readonly code?: unknown }
  return typeof code === "string" ? code : reason._tag
}
