/** Which part of the service speaks: a few numbers mean one thing to one part and another to the rest. */

/** The parts whose numbers differ from everybody else's. */
export type Dialect = "config" | "officialAccounts" | "moderation" | "push" | "pushAttributes"

const dialects: ReadonlyArray<readonly [path: RegExp, Dialect]> = [
  [/^v4\/openconfigsvr\//, "config"],
  // The calls about messages of official accounts answer 10004 as groups do.
  [/^v4\/official_account_open_http_svc\/(?!\w*_msg)/, "officialAccounts"],
  [/^v4\/im_msg_audit/, "moderation"],
  [/^v4\/timpush\//, "push"],
  [/^v4\/all_member_push\/im_set_attr$/, "pushAttributes"]
]

/** The part that answers a path, if its numbers differ anywhere. */
export const dialectOf = (path: string): Dialect | undefined => dialects.find(([known]) => known.test(path))?.[1]
