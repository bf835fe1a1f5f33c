/** Profiles: read and write. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import { type BatchResult, failedBy, inBatches, itself, sortResults } from "../../endpoint/batch.ts"
import { type Input, type RequestOf, unbuild } from "../../endpoint/Endpoint.ts"
import type { TimClientService } from "../../endpoint/client.ts"
import { serviceLayer } from "../../endpoint/service.ts"
import type { TimClient } from "../../endpoint/TimClient.ts"
import { verb, type VerbOf } from "../../endpoint/verb.ts"
import type { TimError } from "../../errors/TimError.ts"
import { portraitGet, portraitSet } from "./endpoints.ts"
import { liveTags, type ProfileTag, profileTags, standardTags, type ValueOf } from "./tags.ts"

/** The fields of a profile as they go over the wire. */
export type ProfileItems = RequestOf<typeof portraitSet>["ProfileItem"]

/** A profile that was read: the values of the fields that are set. */
export type ReadProfile =
  & { readonly userId: string }
  & { readonly [Name in ProfileField]?: ValueOf<(typeof profileTags)[Name]> }

/** The name of a field that `profile()` knows. */
export type ProfileField = keyof typeof profileTags

/** Calls about profiles. Each fails with `TimError`. */
export interface ProfilesService {
  /**
   * Reads fields by their names on the wire. A user that cannot be read has a `ResultCode` in an answer that is a
   * success all the same.
   *
   * @see https://trtc.io/document/34917
   */
  readonly get: VerbOf<[userIds: ReadonlyArray<string>, tags: ReadonlyArray<string>], typeof portraitGet>
  /**
   * Reads the profiles of any number of users, 100 a call, into plain objects: `{ userId, nick, gender, richLv }`.
   *
   * Reads the standard fields unless others are named. A custom field must be configured in the console first; the
   * service refuses one that it does not know with 40009.
   *
   * @example
   * ```ts
   * import { connect, profile } from "timkit"
   * import { emulator } from "timkit/emulator"
   *
   * await using tim = await connect(emulator().options)
   * await tim.accounts.import("alice")
   * await tim.profiles.set("alice", profile().nick("Alice").richLv(3))
   * const { ok } = await tim.profiles.read(["alice"], ["nick", "richLv"])
   * console.log(ok[0]?.nick, ok[0]?.richLv)
   * ```
   */
  readonly read: (
    userIds: ReadonlyArray<string>,
    fields?: ReadonlyArray<ProfileField>
  ) => Effect.Effect<BatchResult<ReadProfile>, TimError>
  /**
   * Sets fields of one user; the others stay as they are.
   *
   * @see https://trtc.io/document/34916
   */
  readonly set: VerbOf<[userId: string, profile: Input<ProfileItems>], typeof portraitSet>
  /**
   * Sets the rich and the charm level of a user. A level that is left out, or is −1, stays as it is.
   */
  readonly setLevels: (
    userId: string,
    levels: { readonly richLv?: number | undefined; readonly charmLv?: number | undefined }
  ) => Effect.Effect<void, TimError>
  /** Sets a robot's profile: the given fields, and that it is a robot. */
  readonly setRobot: (userId: string, profile?: Input<ProfileItems>) => Effect.Effect<void, TimError>
}

const item = <Value>({ tag, write }: ProfileTag<Value>, value: Value): ProfileItems[number] => ({
  Tag: tag,
  Value: write(value)
})

/**
 * The values of a profile that was read, by the names of the given fields. For an app's own custom fields.
 *
 * @example
 * ```ts
 * import { customTag, readProfile } from "timkit"
 *
 * const { vip } = readProfile([{ Tag: "Tag_Profile_Custom_vip", Value: "7" }], { vip: customTag.integer("vip") })
 * ```
 */
export const readProfile = <const Tags extends { readonly [Name in keyof Tags]: ProfileTag<ValueOf<Tags[Name]>> }>(
  items: ReadonlyArray<{ readonly Tag: string; readonly Value: string | number }>,
  tags: Tags
): { readonly [Name in keyof Tags]?: ValueOf<Tags[Name]> } => {
  const values: { [Name in keyof Tags]?: ValueOf<Tags[Name]> } = {}
  for (const name of Object.keys(tags) as unknown as ReadonlyArray<keyof Tags>) {
    const { read, tag } = tags[name] as ProfileTag<ValueOf<Tags[typeof name]>>
    const found = items.find(({ Tag }) => Tag === tag)
    const value = found === undefined ? undefined : read(found.Value)
    if (value !== undefined) values[name] = value
  }
  return values
}

const isSet = (level: number | undefined): level is number => level !== undefined && level >= 0

/** Makes the service on a client. */
export const makeProfiles = (client: TimClientService): ProfilesService => {
  const write = (From_Account: string, ProfileItem: ProfileItems): Effect.Effect<void, TimError> =>
    ProfileItem.length === 0 ? Effect.void : Effect.asVoid(client.call(portraitSet, { From_Account, ProfileItem }))
  return {
    get: verb(client, portraitGet, (To_Account, TagList) => ({ To_Account, TagList })),
    read: (userIds, fields = Object.keys(standardTags) as ReadonlyArray<ProfileField>) => {
      const TagList = fields.map((field) => profileTags[field].tag)
      return inBatches(userIds, {
        size: 100,
        idOf: itself,
        call: (To_Account) =>
          Effect.map(client.call(portraitGet, { To_Account, TagList }), ({ UserProfileItem }) =>
            sortResults(
              UserProfileItem,
              ({ ResultCode, ResultInfo, To_Account }) => failedBy(To_Account, ResultCode, ResultInfo),
              (user) => ({ userId: user.To_Account, ...readProfile(user.ProfileItem ?? [], profileTags) })
            ))
      })
    },
    set: verb(client, portraitSet, (From_Account, profile) => ({ From_Account, ProfileItem: unbuild(profile) })),
    setLevels: (userId, { charmLv, richLv }) =>
      write(userId, [
        ...(isSet(richLv) ? [item(liveTags.richLv, richLv)] : []),
        ...(isSet(charmLv) ? [item(liveTags.charmLv, charmLv)] : [])
      ]),
    setRobot: (userId, profile = []) => write(userId, [...unbuild(profile), item(liveTags.isRobot, true)])
  }
}

/** Profiles as a service. */
export class Profiles extends /* @__PURE__ */ Context.Service<Profiles, ProfilesService>()("timkit/Profiles") {
  static readonly make = makeProfiles
  static readonly layer: Layer.Layer<Profiles, never, TimClient> = /* @__PURE__ */ serviceLayer(Profiles, makeProfiles)
}
