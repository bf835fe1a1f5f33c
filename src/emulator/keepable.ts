/** Which bodies an emulator can keep. */

/** Deeper than any request that is documented. Writing JSON exhausts the stack some thousand levels down. */
const maxLevels = 200

/**
 * Whether what was read as JSON can be written as JSON again: it is not nested too deep, and no number is beyond what a
 * number holds. Anything else must not get in, or nobody could read the log any more.
 */
export const isKeepable = (value: unknown, levels: number = maxLevels): boolean => {
  if (typeof value === "number") return Number.isFinite(value)
  if (typeof value !== "object" || value === null) return true
  if (levels === 0) return false
  if (Array.isArray(value)) {
    for (const inner of value) if (!isKeepable(inner, levels - 1)) return false
    return true
  }
  const fields = value as { readonly [field: string]: unknown }
  for (const name in fields) if (!isKeepable(fields[name], levels - 1)) return false
  return true
}

/** What is said about any other. */
export const notKeepable = `body is nested more than ${maxLevels} levels deep, or holds a number that is too large`
