/** The topics of a community. */
import { type Counter, GroupMessages } from "./GroupMessages.ts"

/** How many topics a community has at most. */
export const topicsPerCommunity = 200

/** A topic: a conversation of its own within a community. */
export class Topic implements Counter {
  readonly topicId: string
  name: string
  /** Seconds. */
  readonly createTime: number
  introduction = ""
  notification = ""
  faceUrl = ""
  customString = ""
  nextMsgSeq = 1
  lastMsgTime = 0
  muteAll = false
  readonly messages: GroupMessages = new GroupMessages(this)
  /** The number of the last message that a member has read, by member. */
  readonly readSeqs = new Map<string, number>()

  constructor(topicId: string, name = "", createTime = 0) {
    this.topicId = topicId
    this.name = name
    this.createTime = createTime
  }
}
