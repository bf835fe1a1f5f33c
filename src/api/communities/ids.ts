/** Rules about the ids of topics and of permission groups. */
/** What stands between the id of a community and a topic's own part. */
const mark = "@TOPIC#_"

/** How the own parts begin that the service gives. */
const assigned = "@TOPIC#"

const permissionGroup = "@PMG#_"

const printable = /^[\x20-\x7e]+$/

/** Why a topic of a community cannot have an id; nothing where it can. */
export const whyNotTopicId = (topicId: string, groupId: string): string | undefined => {
  const prefix = `${groupId}${mark}`
  if (!topicId.startsWith(prefix)) return `must begin with the id of its community and ${mark}`
  const own = topicId.slice(prefix.length)
  if (own === "") return "has no part of its own"
  if (!printable.test(own)) return "may only hold printable ASCII characters"
  if (own.startsWith(assigned) || own.includes(`${mark}${assigned}`)) {
    return `may not have a part of its own with ${assigned}, which the service keeps for itself`
  }
  if (own.includes("@TGS#_")) return "may not have a part of its own with @TGS#_"
  return undefined
}

/**
 * The id of a topic, of its community's id and a part of its own. An id of the community that is whole already stays as
 * it is.
 *
 * @example
 * ```ts
 * import { topicIdOf } from "timkit"
 *
 * topicIdOf("@TGS#_club", "news") // "@TGS#_club@TOPIC#_news"
 * ```
 */
export const topicIdOf = (groupId: string, own: string): string =>
  own.startsWith(`${groupId}${mark}`) ? own : `${groupId}${mark}${own}`

/** Why a permission group cannot have an id; nothing where it can. */
export const whyNotPermissionGroupId = (id: string): string | undefined =>
  id.startsWith(permissionGroup) && id.length > permissionGroup.length
    ? printable.test(id) ? undefined : "may only hold printable ASCII characters"
    : `must begin with ${permissionGroup}`
