/** The builder of profiles. */
import type { portraitSet } from "../src/api/profiles/endpoints.ts"
import { type ProfileTag, profileTags, type ValueOf } from "../src/api/profiles/tags.ts"
import type { Built, RequestOf } from "../src/endpoint/Endpoint.ts"

type Request = RequestOf<typeof portraitSet>

/** A field of a profile as it goes over the wire. */
export type ProfileItem = Request["ProfileItem"][number]

type AnyTags = { readonly [name: string]: ProfileTag<never> }

/** What every profile builder can do beside its fields. */
export interface ProfileBase<Tags> extends Built<ReadonlyArray<ProfileItem>> {
  /** Sets a field by its name on the wire. */
  tag(tag: string, value: string | number): ProfileBuilder<Tags>
  /** Says whose profile it is, which makes it a request. */
  for(userId: string): Built<Request>
  /** The fields as they go over the wire. */
  toJSON(): ReadonlyArray<ProfileItem>
}

/** A profile in the making: a step for each field. Each step returns a new builder and leaves the old one as it was. */
export type ProfileBuilder<Tags> =
  & { readonly [Name in keyof Tags]: (value: ValueOf<Tags[Name]>) => ProfileBuilder<Tags> }
  & ProfileBase<Tags>

/** Makes empty profiles. */
export interface ProfileFactory<Tags> {
  (): ProfileBuilder<Tags>
  /** A factory that knows further fields, for an app's own custom tags. */
  extend<const More extends { readonly [Name in keyof More]: ProfileTag<ValueOf<More[Name]>> }>(
    tags: More
  ): ProfileFactory<Tags & More>
}

const makeFactory = <Tags>(tags: Tags): ProfileFactory<Tags> => {
  class Profile {
    readonly #items: ReadonlyArray<ProfileItem>
    constructor(items: ReadonlyArray<ProfileItem>) {
      this.#items = items
    }
    tag(tag: string, value: string | number): Profile {
      return new Profile([...this.#items.filter(({ Tag }) => Tag !== tag), { Tag: tag, Value: value }])
    }
    for(userId: string): Built<Request> {
      const request: Request = { From_Account: userId, ProfileItem: this.#items }
      return { toJSON: () => request }
    }
    toJSON(): ReadonlyArray<ProfileItem> {
      return this.#items
    }
  }
  for (const [name, { tag, write }] of Object.entries(tags as AnyTags)) {
    Object.defineProperty(Profile.prototype, name, {
      value(this: Profile, value: never) {
        return this.tag(tag, write(value))
      }
    })
  }
  const empty = new Profile([]) as unknown as ProfileBuilder<Tags>
  return Object.assign(() => empty, {
    extend: <More>(more: More) => makeFactory({ ...tags, ...more }) as ProfileFactory<Tags & More>
  }) as ProfileFactory<Tags>
}

/**
 * Builds a profile.
 *
 * @example
 * ```ts
 * import { customTag, profile } from "timkit/builders"
 *
 * profile().nick("Alice").gender("female").richLv(3).charmLv(2)
 *
 * // An app's own fields.
 * const ours = profile.extend({ vip: customTag.integer("vip") })
 * ours().nick("Bob").vip(7).for("bob")
 * ```
 */
export const profile: ProfileFactory<typeof profileTags> = /* @__PURE__ */ makeFactory(profileTags)
