/** How the emulator answers the endpoints about what permission groups may do in single topics. */
import {
  addTopicPermissionGroup,
  deleteTopicPermissionGroup,
  getTopicPermissionGroup,
  setTopicPermissionGroup
} from "../../api/communities/topicPermissionEndpoints.ts"
import { type Route, route } from "../Route.ts"
import { codes, resultOf, silent } from "./communityPlace.ts"
import { ofGroup } from "./groupsCommon.ts"
import { basis, withPermissionGroup } from "./permissionGroups.ts"

/** An unknown permission group, where its topics are concerned. */
const noPermissionGroup = 110008

/** The topic is in the permission group already. */
const topicThere = 110010

/** The topic is not in the permission group. */
const topicNotThere = 110011

const notes = [
  basis,
  "An unknown permission group is refused with 110008. Topics fail alone: with 110003 where they are gone, with 110010 " +
  "where the permission group has them already, with 110011 where it has not. All of it is assumed.",
  silent
]

/** The routes about what permission groups may do in single topics. */
export const topicPermissionRoutes: ReadonlyArray<Route> = [
  route(
    addTopicPermissionGroup,
    { ...ofGroup, notes },
    (body, call) =>
      withPermissionGroup(body, call, (permissionGroup, group) => ({
        TopicPermissionResultList: body.TopicPermissionList.map(({ Permission, TopicId }) => {
          if (!group.topics.has(TopicId)) return { TopicId, ...resultOf(codes.topicGone) }
          if (permissionGroup.topics.has(TopicId)) return { TopicId, ...resultOf(topicThere) }
          permissionGroup.topics.set(TopicId, Permission)
          return { TopicId, ...resultOf(0) }
        })
      }), noPermissionGroup)
  ),

  route(
    setTopicPermissionGroup,
    { ...ofGroup, notes },
    (body, call) =>
      withPermissionGroup(body, call, ({ topics }, group) => ({
        TopicPermissionResultList: body.TopicPermissionList.map(({ Permission, TopicId }) => {
          if (!group.topics.has(TopicId)) return { TopicId, ...resultOf(codes.topicGone) }
          if (!topics.has(TopicId)) return { TopicId, ...resultOf(topicNotThere) }
          topics.set(TopicId, Permission)
          return { TopicId, ...resultOf(0) }
        })
      }), noPermissionGroup)
  ),

  route(
    deleteTopicPermissionGroup,
    { ...ofGroup, notes },
    (body, call) =>
      withPermissionGroup(body, call, ({ topics }, group) => ({
        TopicPermissionResultList: body.TopicIdList.map((TopicId) => {
          if (topics.delete(TopicId)) return { TopicId, ...resultOf(0) }
          return { TopicId, ...resultOf(group.topics.has(TopicId) ? topicNotThere : codes.topicGone) }
        })
      }), noPermissionGroup)
  ),

  route(
    getTopicPermissionGroup,
    { ...ofGroup, notes },
    (body, call) =>
      withPermissionGroup(body, call, ({ topics }, group) => {
        const { TopicIdList = [] } = body
        const ids = TopicIdList.length === 0 ? [...topics.keys()] : TopicIdList
        return {
          TopicPermissionResultList: ids.map((TopicId) => {
            const Permission = topics.get(TopicId)
            if (Permission !== undefined) return { TopicId, Permission, ...resultOf(0) }
            const code = group.topics.has(TopicId) ? topicNotThere : codes.topicGone
            return { TopicId, Permission: 0, ...resultOf(code) }
          })
        }
      }, noPermissionGroup)
  )
]
