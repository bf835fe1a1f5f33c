/** Topics of communities: create, read, change, delete, import. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import { type BatchResult, inBatches, itself } from "../../endpoint/batch.ts"
import type { RequestOf, ResponseOf } from "../../endpoint/Endpoint.ts"
import type { TimClientService } from "../../endpoint/client.ts"
import { serviceLayer } from "../../endpoint/service.ts"
import type { TimClient } from "../../endpoint/TimClient.ts"
import { verb, type VerbOf } from "../../endpoint/verb.ts"
import type { TimError } from "../../errors/TimError.ts"
import { toBatch, toId } from "./results.ts"
import { createTopic, destroyTopic, getOnlineMemberNum, getTopic, importTopic, modifyTopic } from "./topicEndpoints.ts"

type Item = ResponseOf<typeof getTopic>["TopicAndSelfInfo"][number]

/** What is known of a topic, and where the user is a member, the user's own side of it. */
export type TopicInfo = NonNullable<Item["TopicInfo"]> & { readonly SelfInfo?: Item["SelfInfo"] }

/** The names of fields of a topic. */
export type TopicField = NonNullable<RequestOf<typeof getTopic>["ResponseFilter"]>[number]

type Less<E, Key extends keyof RequestOf<E>> = Omit<RequestOf<E>, Key>

/**
 * Calls about topics of communities. Each fails with `TimError`; with 11000 where the community holds no topics.
 *
 * Messages, mutes and unread counts of a topic go through `groupMessages` and `groups`, with `TopicId`.
 */
export interface TopicsService {
  /**
   * Creates a topic. Its name is at most 30 bytes. A community has up to 200 topics. Takes a builder as well.
   *
   * Codes worth catching: 10025 (the id is taken), 10037 (the community has as many topics as it may), 11000 (the
   * community holds no topics).
   *
   * @example
   * ```ts
   * import { connect, group, topic } from "timkit"
   * import { emulator } from "timkit/emulator"
   *
   * await using tim = await connect(emulator().options)
   * const { GroupId } = await tim.groups.create(group("Community").name("Readers").topics())
   * await tim.topics.create(GroupId, "News")
   * await tim.topics.create(topic("Poems").in(GroupId).id("poems").introduction("Old and new"))
   * ```
   *
   * @see https://trtc.io/document/49471
   */
  readonly create: VerbOf<
    [groupId: string, name: string, options?: Less<typeof createTopic, "GroupId" | "TopicName">],
    typeof createTopic
  >
  /**
   * Deletes any number of topics with everything in them, 200 a call. It cannot be undone. A topic that is gone fails
   * alone, with 110003; one that could not be deleted with 110002.
   *
   * @see https://trtc.io/document/49470
   */
  readonly destroy: (groupId: string, topicIds: ReadonlyArray<string>) => Effect.Effect<BatchResult, TimError>
  /**
   * Reads topics of a community as a user sees them: those named, 200 a call, or all. A topic that is gone fails alone,
   * with 110003.
   *
   * @see https://trtc.io/document/49469
   */
  readonly get: (
    groupId: string,
    userId: string,
    topicIds?: ReadonlyArray<string>,
    fields?: ReadonlyArray<TopicField>
  ) => Effect.Effect<BatchResult<TopicInfo>, TimError>
  /**
   * Changes a topic, also the mute of the whole topic. Fields that are left out stay. 10010: the topic is gone.
   *
   * @see https://trtc.io/document/49468
   */
  readonly modify: VerbOf<
    [groupId: string, topicId: string, changes: Less<typeof modifyTopic, "GroupId" | "TopicId">],
    typeof modifyTopic
  >
  /**
   * Imports a topic without telling anybody. Takes the builder of new topics as well. 10021: the id is taken.
   *
   * @see https://trtc.io/document/53448
   */
  readonly import: VerbOf<
    [groupId: string, name: string, options?: Less<typeof importTopic, "GroupId" | "TopicName">],
    typeof importTopic
  >
  /**
   * Counts the members of a community that are online, as of the last 4 minutes or so.
   *
   * @see https://trtc.io/document/66883
   */
  readonly countOnline: VerbOf<[groupId: string], typeof getOnlineMemberNum>
}

/** How many topics a community has at most. */
const topicsPerCommunity = 200

/** Makes the service on a client. */
export const makeTopics = (client: TimClientService): TopicsService => {
  const read = (
    request: RequestOf<typeof getTopic>
  ): Effect.Effect<BatchResult<TopicInfo>, TimError> =>
    Effect.map(client.call(getTopic, request), ({ TopicAndSelfInfo }) => {
      const asked = request.TopicIdList
      // An item may come without its id; then its place tells which it is.
      const inOrder = asked?.length === TopicAndSelfInfo.length
      return toBatch(
        TopicAndSelfInfo,
        ({ TopicInfo }, index) => TopicInfo?.TopicId ?? (inOrder ? asked[index] : undefined) ?? "",
        ({ SelfInfo, TopicInfo }, TopicId): TopicInfo => ({
          TopicId,
          ...TopicInfo,
          ...(SelfInfo === undefined ? {} : { SelfInfo })
        })
      )
    })

  return {
    create: verb(client, createTopic, (GroupId, TopicName, options) => ({ ...options, GroupId, TopicName })),
    destroy: (GroupId, topicIds) =>
      inBatches(topicIds, {
        size: topicsPerCommunity,
        idOf: itself,
        call: (TopicIdList) =>
          Effect.map(client.call(destroyTopic, { GroupId, TopicIdList }), ({ DestroyResultItem }) =>
            toBatch(DestroyResultItem, ({ TopicId }) => TopicId, toId))
      }),
    get: (GroupId, From_Account, topicIds, ResponseFilter) => {
      const request = { GroupId, From_Account, ...(ResponseFilter === undefined ? {} : { ResponseFilter }) }
      return topicIds === undefined ? read(request) : inBatches(topicIds, {
        size: topicsPerCommunity,
        idOf: itself,
        call: (TopicIdList) => read({ ...request, TopicIdList })
      })
    },
    modify: verb(client, modifyTopic, (GroupId, TopicId, changes) => ({ ...changes, GroupId, TopicId })),
    import: verb(client, importTopic, (GroupId, TopicName, options) => ({ ...options, GroupId, TopicName })),
    countOnline: verb(client, getOnlineMemberNum, (GroupId) => ({ GroupId }))
  }
}

/** Topics as a service. */
export class Topics extends /* @__PURE__ */ Context.Service<Topics, TopicsService>()("timkit/Topics") {
  static readonly make = makeTopics
  static readonly layer: Layer.Layer<Topics, never, TimClient> = /* @__PURE__ */ serviceLayer(Topics, makeTopics)
}
