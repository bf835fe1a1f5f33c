/** The topics of a community, as far as messages need them. */
import { type Counter, GroupMessages } from "./GroupMessages.ts"

/** A topic: a conversation of its own within a community. */
export class Topic implements Counter {
  readonly topicId: string
  nextMsgSeq = 1
  lastMsgTime = 0
  muteAll = false
  readonly messages: GroupMessages = new GroupMessages(this)
  /** The number of the last message that a member has read, by member. */
  readonly readSeqs = new Map<string, number>()

  constructor(topicId: string) {
    this.topicId = topicId
  }
}
