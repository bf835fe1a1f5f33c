/** How the emulator answers the endpoints about topics. */
import * as Effect from "effect/Effect"
import { whyNotTopicId } from "../../api/communities/ids.ts"
import {
  createTopic,
  destroyTopic,
  getOnlineMemberNum,
  getTopic,
  importTopic,
  modifyTopic
} from "../../api/communities/topicEndpoints.ts"
import { isCommunityId } from "../../api/groups/groupId.ts"
import type { BodyOf } from "../../endpoint/Endpoint.ts"
import { afterCreateTopic, beforeCreateTopic, topicDestroyed, topicInfoChanged } from "../../webhook/commands/topics.ts"
import { type Refusal, refuse } from "../Refusal.ts"
import { type Call, type Route, route } from "../Route.ts"
import { overallStatus } from "../state/Accounts.ts"
import type { Group } from "../state/Groups.ts"
import { Topic, topicsPerCommunity } from "../state/Topics.ts"
import { assignId, codes, resultOf, silent, withTopics } from "./communityPlace.ts"
import { effectOf, ofGroup, refused, withGroup } from "./groupsCommon.ts"
import { changedTexts, textsOf } from "./groupWebhooks.ts"

/** What creating and importing have in common. */
type NewTopic = BodyOf<typeof importTopic>

type Changes = Pick<
  BodyOf<typeof modifyTopic>,
  "TopicName" | "CustomString" | "FaceUrl" | "Notification" | "Introduction" | "MuteAllMember"
>

/** The code for a body with an id that no topic can have. */
const excess = ({ GroupId, TopicId }: Pick<NewTopic, "GroupId" | "TopicId">): number | undefined =>
  isCommunityId(GroupId) && TopicId !== undefined && whyNotTopicId(TopicId, GroupId) !== undefined ? 110013 : undefined

const strangerNote = "An unknown From_Account is refused with 10004, which is assumed."

/** The id of a new topic is taken. */
const idTaken = 10025

const idNote = "An id that no topic can have is refused with 110013, which is assumed."

/** Why a topic cannot be made; nothing where it can. */
const whyNotTopic = (body: NewTopic, taken: number, group: Group, { app, now }: Call): Refusal | undefined => {
  const { CreateTime, From_Account, TopicId } = body
  if (From_Account !== undefined && !app.accounts.has(From_Account)) return refuse(10004, "From_Account does not exist")
  if (CreateTime !== undefined && CreateTime > now) return refuse(10004, "CreateTime is in the future")
  if (TopicId !== undefined && group.topics.has(TopicId)) return refuse(taken)
  return group.topics.size >= topicsPerCommunity ? refuse(10037) : undefined
}

const change = (topic: Topic, { MuteAllMember, ...body }: Changes): void => {
  if (body.TopicName !== undefined) topic.name = body.TopicName
  if (body.CustomString !== undefined) topic.customString = body.CustomString
  if (body.FaceUrl !== undefined) topic.faceUrl = body.FaceUrl
  if (body.Notification !== undefined) topic.notification = body.Notification
  if (body.Introduction !== undefined) topic.introduction = body.Introduction
  if (MuteAllMember !== undefined) topic.muteAll = MuteAllMember === "On"
}

/** The community where a topic can be made; an id that is taken is refused with the given code. */
const communityFor = (body: NewTopic, taken: number, call: Call): Effect.Effect<Group, Refusal> =>
  effectOf(withTopics(body.GroupId, call, (group) => {
    const reason = whyNotTopic(body, taken, group, call)
    return reason === undefined ? group : Effect.fail(reason)
  }))

/** Makes a topic that can be made. */
const make = (body: NewTopic, { groupId, topics }: Group, call: Call): Topic => {
  const topicId = body.TopicId ?? assignId(`${groupId}@TOPIC#_@TOPIC#c`, (id) => topics.has(id), call)
  const topic = new Topic(topicId, "", body.CreateTime ?? call.now)
  change(topic, body)
  topics.set(topicId, topic)
  return topic
}

/** Which community a webhook is about. */
const namesOf = (GroupId: string) => ({ GroupId, Type: "Community" as const })

type TopicReader = (topic: Topic) => string | number

/** How the fields of a topic are read, by their names on the wire. */
const readers = new Map<string, TopicReader>(Object.entries<TopicReader>({
  TopicName: ({ name }) => name,
  FaceUrl: ({ faceUrl }) => faceUrl,
  Notification: ({ notification }) => notification,
  Introduction: ({ introduction }) => introduction,
  CustomString: ({ customString }) => customString,
  NextMsgSeq: ({ nextMsgSeq }) => nextMsgSeq,
  CreateTime: ({ createTime }) => createTime,
  LastMsgTime: ({ lastMsgTime }) => lastMsgTime,
  MuteAllMember: ({ muteAll }) => muteAll ? "On" : "Off"
}))

const everyField = [...readers.keys()]

const infoOf = (topic: Topic, GroupID: string, names: ReadonlyArray<string> = everyField) => {
  const info: Record<string, string | number> = {}
  for (const name of names) {
    const read = readers.get(name)
    if (read !== undefined) info[name] = read(topic)
  }
  return { TopicId: topic.topicId, GroupID, ...info }
}

/** A user's own side of a topic; nothing for somebody who is no member. */
const selfOf = ({ readSeqs, topicId }: Topic, group: Group, userId: string, now: number) => {
  const member = group.members.get(userId)
  return member === undefined ? {} : {
    SelfInfo: {
      ShutUpTime: group.mutedUntil(userId, now, topicId),
      MsgSeq: readSeqs.get(userId) ?? 0,
      MsgFlag: member.msgFlag
    }
  }
}

/** For how long a count of who is online is answered again, in seconds. */
const countedFor = 240

/** Counts the members that are online, unless that was done within the last four minutes. */
const countOnline = (group: Group, { app, now }: Call): number => {
  if (group.onlineCount.until <= now) {
    let members = 0
    for (const userId of group.members.keys()) {
      const account = app.accounts.get(userId)
      if (account !== undefined && overallStatus(account) === "Online") members++
    }
    group.onlineCount = { members, until: now + countedFor }
  }
  return group.onlineCount.members
}

/** The routes about topics. */
export const topicRoutes: ReadonlyArray<Route> = [
  route(
    createTopic,
    {
      ...ofGroup,
      excess,
      notes: [strangerNote, idNote, silent],
      webhooks: [beforeCreateTopic, afterCreateTopic]
    },
    Effect.fnUntracedEager(function*(body, call) {
      yield* communityFor(body, idTaken, call)
      const Operator_Account = call.identifier
      yield* call.ask(beforeCreateTopic, () => ({ Operator_Account, Type: "Community", Name: body.TopicName }))
      // While the app was asked, another call may have taken the id or the last place, or have dissolved the community.
      const group = yield* communityFor(body, idTaken, call)
      const { name, topicId } = make(body, group, call)
      call.tell(afterCreateTopic, () => ({
        ...namesOf(group.groupId),
        TopicId: topicId,
        Operator_Account,
        Owner_Account: group.owner,
        Name: name
      }))
      return { TopicId: topicId }
    })
  ),

  route(
    destroyTopic,
    {
      ...ofGroup,
      notes: [
        "An unknown community is refused with 10015. No deletion fails with 110002.",
        "The id of a topic that was deleted can be used again, which is assumed.",
        silent
      ],
      webhooks: [topicDestroyed]
    },
    ({ GroupId, TopicIdList }, call) =>
      call.app.groups.has(GroupId)
        ? withTopics(GroupId, call, ({ permissionGroups, topicMutes, topics }) => {
          const gone: Array<string> = []
          const results = TopicIdList.map((TopicId) => {
            const known = topics.delete(TopicId)
            if (known) {
              topicMutes.delete(TopicId)
              permissionGroups.forgetTopic(TopicId)
              gone.push(TopicId)
            }
            return { TopicId, ...resultOf(known ? 0 : codes.topicGone) }
          })
          if (gone.length > 0) call.tell(topicDestroyed, () => ({ ...namesOf(GroupId), TopicIdList: gone }))
          return { ErrorInfo: "ok", DestroyResultItem: results }
        })
        : refused(10015)
  ),

  route(
    getTopic,
    {
      ...ofGroup,
      notes: [
        strangerNote,
        "SelfInfo is left out for somebody who is no member. Its MsgFlag is that for the whole community, ShutUpTime is " +
        "when the mute ends, in seconds since 1970, and a newcomer has read nothing: all assumed.",
        "A topic that is gone is answered with its ids beside 110003, which is assumed.",
        "Topics come in the order in which they were made."
      ]
    },
    ({ From_Account, GroupId, ResponseFilter, TopicIdList = [] }, call) =>
      withTopics(GroupId, call, (group) => {
        if (!call.app.accounts.has(From_Account)) return refused(10004, "From_Account does not exist")
        const ids = TopicIdList.length === 0 ? [...group.topics.keys()] : TopicIdList
        return {
          TopicAndSelfInfo: ids.map((TopicId) => {
            const topic = group.topics.get(TopicId)
            return topic === undefined
              ? { ...resultOf(codes.topicGone), TopicInfo: { TopicId, GroupID: GroupId } }
              : {
                ...resultOf(0),
                TopicInfo: infoOf(topic, GroupId, ResponseFilter),
                ...selfOf(topic, group, From_Account, call.now)
              }
          })
        }
      })
  ),

  route(
    modifyTopic,
    {
      ...ofGroup,
      notes: [
        strangerNote,
        "The webhook names the community and, as documented, not the topic.",
        "A text that is given as it was is no change for the webhook, which is assumed.",
        silent
      ],
      webhooks: [topicInfoChanged]
    },
    (body, call) =>
      withTopics(body.GroupId, call, (group) => {
        if (body.From_Account !== undefined && !call.app.accounts.has(body.From_Account)) {
          return refused(10004, "From_Account does not exist")
        }
        const topic = group.topics.get(body.TopicId)
        if (topic === undefined) return refused(10010, "the community has no such topic")
        const before = textsOf(topic)
        change(topic, body)
        const changed = changedTexts(before, topic)
        if (changed !== undefined) {
          call.tell(topicInfoChanged, () => ({
            ...namesOf(group.groupId),
            Operator_Account: call.identifier,
            ...changed
          }))
        }
        return {}
      })
  ),

  route(
    importTopic,
    {
      ...ofGroup,
      excess,
      notes: [
        "A topic without a name is taken, and one of the future is refused with 10004: both assumed.",
        strangerNote,
        idNote
      ]
    },
    (body, call) =>
      Effect.map(communityFor(body, 10021, call), (group) => ({ TopicId: make(body, group, call).topicId }))
  ),

  route(
    getOnlineMemberNum,
    {
      ...ofGroup,
      notes: [
        "A count is answered again for 240 seconds. Other groups than communities are refused with 10007, which is " +
        "assumed: older pages allow them."
      ]
    },
    ({ GroupId }, call) =>
      withGroup(
        GroupId,
        call,
        (group) => group.type === "Community" ? { OnlineMemberNum: countOnline(group, call) } : refused(10007)
      )
  )
]
