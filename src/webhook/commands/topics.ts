/** The commands about the topics of communities. */
import * as wire from "../../endpoint/wire.ts"
import { yesOrNo } from "../answers.ts"
import { command } from "../Command.ts"
import { changedTexts, customFields, groupCodes } from "./groupShapes.ts"

const communityType = () => ({
  Type: wire.openEnum("Community")
})

const community = () => ({
  /** The community. */
  GroupId: wire.string,
  ...communityType()
})

export const beforeCreateTopic = /* @__PURE__ */ command("Group.CallbackBeforeCreateTopic", {
  title: "Before a topic is made",
  family: "topic",
  docs: "https://trtc.io/document/49463",
  body: () => ({
    /** Who wants to make it. */
    Operator_Account: wire.string,
    ...communityType(),
    /** The name of the topic. */
    Name: wire.string,
    /** The community. Not documented, so it may be missing. */
    GroupId: wire.optional(wire.string)
  }),
  answer: yesOrNo(groupCodes)
})

export const afterCreateTopic = /* @__PURE__ */ command("Group.CallbackAfterCreateTopic", {
  title: "A topic was made",
  family: "topic",
  docs: "https://trtc.io/document/49464",
  body: () => ({
    ...community(),
    TopicId: wire.string,
    /** Who made it. */
    Operator_Account: wire.string,
    /** The owner of the community. */
    Owner_Account: wire.string,
    /** The name of the topic. */
    Name: wire.string,
    ...customFields()
  })
})

export const topicDestroyed = /* @__PURE__ */ command("Group.CallbackAfterTopicDestroyed", {
  title: "Topics were dissolved",
  family: "topic",
  docs: "https://trtc.io/document/49465",
  body: () => ({
    ...community(),
    /** The ids of the topics. */
    TopicIdList: wire.list(wire.string)
  })
})

export const topicInfoChanged = /* @__PURE__ */ command("Group.CallbackAfterTopicInfoChanged", {
  title: "The name, introduction, notice or avatar of a topic changed",
  family: "topic",
  docs: "https://trtc.io/document/49466",
  body: () => ({
    /** The community; where `TopicId` is missing, perhaps the topic. */
    GroupId: wire.string,
    /** Not documented, so it may be missing. */
    TopicId: wire.optional(wire.string),
    ...communityType(),
    /** Who changed it. */
    Operator_Account: wire.string,
    ...changedTexts()
  })
})

/** All of them. */
export const topicCommands = [
  beforeCreateTopic,
  afterCreateTopic,
  topicDestroyed,
  topicInfoChanged
] as const
