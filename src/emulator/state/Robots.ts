/** The robots of an app, and what they are just saying. */
import type { Message } from "./Conversations.ts"

/** How many robots an app has at most. */
const maxRobots = 20

/** The robots of an app. Each is an account as well. */
export class Robots {
  private readonly idSet = new Set<string>()
  /** What is being said one-to-one, by the key of the message. */
  readonly texts = new Map<string, RobotText>()

  /** The robots in the order in which they were made. */
  ids(): ReadonlyArray<string> {
    return [...this.idSet]
  }

  has(userId: string): boolean {
    return this.idSet.has(userId)
  }

  /** Makes an account a robot; answers whether there was room for it. */
  add(userId: string): boolean {
    if (!this.idSet.has(userId) && this.idSet.size >= maxRobots) return false
    this.idSet.add(userId)
    return true
  }

  /** Disables a robot; answers whether there was one. */
  disable(userId: string): boolean {
    return this.idSet.delete(userId)
  }

  /** Forgets an account: it is no robot any more, and what is being said to or by it ends. */
  forget(userId: string): void {
    this.idSet.delete(userId)
    for (const [key, { message }] of this.texts) {
      if (message.from === userId || message.to === userId) this.texts.delete(key)
    }
  }
}

/** A text that a robot is saying to an account. */
export interface RobotText {
  readonly message: Message
  readonly chunks: Array<string>
}
