/** The endpoints about what permission groups may do in single topics. Premium edition. */
import { endpoint } from "../../endpoint/Endpoint.ts"
import * as wire from "../../endpoint/wire.ts"
import { permissionMask } from "../groups/schemas.ts"
import { permissionGroupId } from "./permissionGroupEndpoints.ts"
import { communityId, readMask, topicResult } from "./schemas.ts"

const ofPermissionGroup = () => ({ GroupId: communityId(), PermissionGroupId: permissionGroupId() })

/** What is allowed in topics, up to 50 of them. */
const topicPermissionList = () =>
  wire.list(
    wire.object({
      TopicId: wire.groupId(),
      /** The mask of what members may do in the topic, see `topicMask`. */
      Permission: permissionMask()
    }),
    { min: 1, max: 50 }
  )

const results = () => ({
  /** One item a topic. */
  TopicPermissionResultList: wire.list(wire.object(topicResult()))
})

/** Allows a permission group something in up to 50 topics. Each may fail alone. */
export const addTopicPermissionGroup = /* @__PURE__ */ endpoint("v4/group_open_http_svc/add_topic_permission_group", {
  request: () => ({ ...ofPermissionGroup(), TopicPermissionList: topicPermissionList() }),
  response: results,
  repeatability: "repeatable",
  docs: "https://trtc.io/document/61236"
})

/** Changes what a permission group is allowed in up to 50 topics. Each may fail alone. */
export const setTopicPermissionGroup = /* @__PURE__ */ endpoint("v4/group_open_http_svc/set_topic_permission_group", {
  request: () => ({ ...ofPermissionGroup(), TopicPermissionList: topicPermissionList() }),
  response: results,
  repeatability: "repeatable",
  docs: "https://trtc.io/document/61237"
})

/** Takes from a permission group what it was allowed in up to 50 topics. Each may fail alone. */
export const deleteTopicPermissionGroup = /* @__PURE__ */ endpoint(
  "v4/group_open_http_svc/delete_topic_permission_group",
  {
    request: () => ({ ...ofPermissionGroup(), TopicIdList: wire.list(wire.groupId(), { min: 1, max: 50 }) }),
    response: results,
    repeatability: "repeatable",
    docs: "https://trtc.io/document/61238"
  }
)

/** Reads what a permission group is allowed in topics. Each may fail alone. */
export const getTopicPermissionGroup = /* @__PURE__ */ endpoint("v4/group_open_http_svc/get_topic_permission_group", {
  request: () => ({
    ...ofPermissionGroup(),
    /** All topics of the permission group when left out. */
    TopicIdList: wire.optional(wire.list(wire.groupId()))
  }),
  response: () => ({
    TopicPermissionResultList: wire.list(wire.object({
      ...topicResult(),
      /** The mask of what members may do in the topic, see `readTopicMask`. */
      Permission: wire.optional(readMask())
    }))
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/61239"
})
