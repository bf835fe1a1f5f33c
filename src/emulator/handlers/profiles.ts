/** How the emulator answers the endpoints about profiles. */
import * as Effect from "effect/Effect"
import { portraitGet, portraitSet } from "../../api/profiles/endpoints.ts"
import { customTagPrefix, standardTags } from "../../api/profiles/tags.ts"
import { utf8Length } from "../../endpoint/wire.ts"
import { profileUpdated } from "../../webhook/commands/people.ts"
import { refuse } from "../Refusal.ts"
import { type Route, route } from "../Route.ts"
import type { App } from "../state/App.ts"

const isUint32 = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0 && Number(value) < 2 ** 32

/** What a standard field takes: numbers, the words of an enumeration, or any text. */
const kindOf = (tag: string): "number" | ReadonlySet<string> | "text" => {
  switch (tag) {
    case standardTags.birthday.tag:
    case standardTags.language.tag:
    case standardTags.msgSettings.tag:
    case standardTags.level.tag:
    case standardTags.role.tag:
      return "number"
    case standardTags.gender.tag:
      return words(standardTags.gender.write, ["unknown", "female", "male"])
    case standardTags.allowType.tag:
      return words(standardTags.allowType.write, ["needConfirm", "allowAny", "denyAny"])
    case standardTags.adminForbidType.tag:
      return words(standardTags.adminForbidType.write, ["none", "sendOut"])
    default:
      return "text"
  }
}

const words = <Word>(write: (word: Word) => string | number, all: ReadonlyArray<Word>): ReadonlySet<string> =>
  new Set(all.map((word) => String(write(word))))

const standard = new Map(Object.values(standardTags).map(({ tag }) => [tag, kindOf(tag)]))

const isKnown = (tag: string, app: App): boolean =>
  standard.has(tag) || (tag.startsWith(customTagPrefix) && app.profileTags.has(tag))

/** Why a value cannot be set, as an error code; nothing where it can. */
const whyNot = (tag: string, value: string | number, app: App): number | undefined => {
  if (!isKnown(tag, app)) return 40009
  const kind = standard.get(tag)
  if (kind === "number") return isUint32(value) ? undefined : 40610
  if (typeof value !== "string") return 40610
  if (kind instanceof Set && !kind.has(value)) return 40605
  return utf8Length(value) > 500 ? 40601 : undefined
}

/** The routes about profiles. */
export const profileRoutes: ReadonlyArray<Route> = [
  route(
    portraitGet,
    {
      invalid: 40001,
      fields: { To_Account: 40002 },
      notes: ["An unknown account fails alone with 40003; whether the service fails the whole call is not documented."]
    },
    ({ TagList, To_Account }, { app }) => {
      const unknown = TagList.find((tag) => !isKnown(tag, app))
      if (unknown !== undefined) return Effect.fail(refuse(40009, `unknown tag ${unknown}`))
      const failed = To_Account.filter((id) => !app.accounts.has(id))
      return {
        UserProfileItem: To_Account.map((id) => {
          const account = app.accounts.get(id)
          if (account === undefined) {
            return { To_Account: id, ResultCode: 40003, ResultInfo: "Err_Profile_Account_Not_Exist" }
          }
          const ProfileItem = TagList.flatMap((Tag) => {
            const Value = account.profile.get(Tag)
            return Value === undefined ? [] : [{ Tag, Value }]
          })
          return { To_Account: id, ProfileItem, ResultCode: 0, ResultInfo: "" }
        }),
        ...(failed.length === 0 ? {} : { Fail_Account: failed })
      }
    }
  ),

  route(
    portraitSet,
    {
      invalid: 40001,
      fields: { "ProfileItem.Value": 40610 },
      limits: { "ProfileItem.Value": 40601 },
      notes: [
        "A call with one bad field sets none of the others, which is assumed.",
        "A field that is set to the value that it has is not told, which is assumed."
      ],
      webhooks: [profileUpdated]
    },
    ({ From_Account, ProfileItem }, { app, identifier, tell }) => {
      const account = app.accounts.get(From_Account)
      if (account === undefined) return Effect.fail(refuse(40003))
      for (const { Tag, Value } of ProfileItem) {
        const code = whyNot(Tag, Value, app)
        if (code !== undefined) return Effect.fail(refuse(code, `${Tag} cannot be set to this value`))
      }
      const { profile } = account
      const changed = [...new Map(ProfileItem.map(({ Tag, Value }) => [Tag, Value]))]
        .filter(([tag, value]) => profile.get(tag) !== value)
      for (const [tag, value] of changed) profile.set(tag, value)
      if (changed.length > 0) {
        tell(profileUpdated, () => ({
          Operator_Account: identifier,
          From_Account,
          ProfileItem: changed.map(([Tag, Value]) => ({ Tag, Value }))
        }))
      }
      return {}
    }
  )
]
