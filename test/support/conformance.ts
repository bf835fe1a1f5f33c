/** Which endpoints the tests of a run have seen succeed, and which refuse, and which webhooks were sent. */

const succeeded = new Set<string>()
const refused = new Set<string>()
const commands = new Set<string>()

/** Notes that a webhook was sent. */
export const witnessWebhook = (command: string): void => void commands.add(command)

/** The commands that were not seen. */
export const unseenWebhooks = (names: Iterable<string>): ReadonlyArray<string> =>
  [...names].filter((name) => !commands.has(name))

/** Notes what an endpoint answered. */
export const witness = (path: string, code: number): void => {
  ;(code === 0 ? succeeded : refused).add(path)
}

/** The paths that were not seen to succeed, or not to refuse. */
export const unseen = (
  paths: Iterable<string>
): { readonly success: ReadonlyArray<string>; readonly refusal: ReadonlyArray<string> } => {
  const all = [...paths]
  return { success: all.filter((path) => !succeeded.has(path)), refusal: all.filter((path) => !refused.has(path)) }
}
