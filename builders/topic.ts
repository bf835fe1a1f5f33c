/** The builder of topics. */
import { topicIdOf } from "../src/api/communities/ids.ts"
import type { createTopic } from "../src/api/communities/topicEndpoints.ts"
import type { Built, RequestOf } from "../src/endpoint/Endpoint.ts"
import { toText } from "./text.ts"

type Request = RequestOf<typeof createTopic>

/** The steps that every topic has. */
export interface TopicStepsOf<Placed extends boolean> {
  /** The community that the topic is in. Every topic needs one. */
  in(groupId: string): TopicBuilder<true>
  /** Another name, at most 30 bytes. */
  name(text: string): TopicBuilder<Placed>
  /**
   * An id of the app's own instead of one that the service makes up: only the part after `@TOPIC#_`, or the whole id.
   */
  id(own: string): TopicBuilder<Placed>
  /** Who clients see as the one who made it, an imported account. */
  from(userId: string): TopicBuilder<Placed>
  /** At most 240 bytes. */
  introduction(text: string): TopicBuilder<Placed>
  /** At most 300 bytes. */
  notification(text: string): TopicBuilder<Placed>
  /** The address of a picture, at most 100 bytes. */
  faceUrl(url: string): TopicBuilder<Placed>
  /** Anything of the app's own, at most 3,000 bytes. Anything but a text is written as JSON. */
  custom(value: unknown): TopicBuilder<Placed>
}

/**
 * A topic in the making. Each step returns a new builder and leaves the old one as it was. A topic without a community
 * cannot be created.
 */
export type TopicBuilder<Placed extends boolean = false> =
  & TopicStepsOf<Placed>
  & (Placed extends true ? Built<Request> : unknown)

type Body = Omit<Request, "GroupId" | "TopicId"> & { readonly GroupId?: string }

class Topic {
  readonly #body: Body
  readonly #own: string | undefined

  constructor(body: Body, own?: string) {
    this.#body = body
    this.#own = own
  }

  #with(fields: Partial<Body>): Topic {
    return new Topic({ ...this.#body, ...fields }, this.#own)
  }

  in(GroupId: string): Topic {
    return this.#with({ GroupId })
  }

  name(TopicName: string): Topic {
    return this.#with({ TopicName })
  }

  id(own: string): Topic {
    return new Topic(this.#body, own)
  }

  from(From_Account: string): Topic {
    return this.#with({ From_Account })
  }

  introduction(Introduction: string): Topic {
    return this.#with({ Introduction })
  }

  notification(Notification: string): Topic {
    return this.#with({ Notification })
  }

  faceUrl(FaceUrl: string): Topic {
    return this.#with({ FaceUrl })
  }

  custom(value: unknown): Topic {
    return this.#with({ CustomString: toText(value) })
  }

  toJSON(): Omit<Request, "GroupId"> & { readonly GroupId?: string } {
    if (this.#own === undefined) return this.#body
    return { ...this.#body, TopicId: topicIdOf(this.#body.GroupId ?? "", this.#own) }
  }
}

/**
 * Builds a topic of a community.
 *
 * @example
 * ```ts
 * import { connect, group, topic } from "timkit"
 * import { emulator } from "timkit/emulator"
 *
 * await using tim = await connect(emulator().options)
 * const club = group("Community").name("Readers").topics()
 * const poems = topic("Poems").id("poems").introduction("Old and new")
 * for (const name of ["@TGS#_east", "@TGS#_west"]) {
 *   await tim.groups.create(club.id(name))
 *   await tim.topics.create(poems.in(name))
 * }
 * ```
 */
export const topic = (name: string): TopicBuilder => new Topic({ TopicName: name }) as unknown as TopicBuilder
