/** `timkit profile`: read and write the profiles of users. */
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { profile } from "../../builders/profile.ts"
import { makeProfiles, type ProfileField } from "../api/profiles/Profiles.ts"
import { customTagPrefix, profileTags } from "../api/profiles/tags.ts"
import { showCall, withClient } from "./calling.ts"
import { command } from "./command.ts"
import { CommandFailed } from "./failures.ts"
import { showBatch } from "./output.ts"
import { choice, one, some, text, whole } from "./words.ts"

const fields = Object.keys(profileTags) as ReadonlyArray<ProfileField>

const get = command(
  "get",
  "Read profiles",
  {
    users: some("users", "UserIDs"),
    field: Flag.Literals("field", fields).pipe(
      Flag.withDescription("A field to read, several times for several; the standard ones when left out"),
      Flag.atLeast(0)
    )
  },
  Effect.fnUntraced(function*({ field, users }) {
    const asked = field.length === 0 ? undefined : field
    yield* showBatch(yield* withClient((client) => makeProfiles(client).read(users, asked)))
  })
)

const set = command(
  "set",
  "Set fields of a profile; the others stay as they are",
  {
    user: one("user", "The UserID"),
    nick: text("nick", "The name"),
    gender: choice("gender", ["unknown", "female", "male"], "The gender"),
    birthday: whole("birthday", "The birthday as a number, such as 20190419"),
    location: text("location", "The place"),
    signature: text("signature", "The line below the name"),
    image: text("image", "The address of the avatar"),
    allow: choice("allow", ["needConfirm", "allowAny", "denyAny"], "What happens to friend requests"),
    level: whole("level", "The level"),
    role: whole("role", "The role"),
    richLv: whole("rich-lv", "The rich level, a custom field"),
    charmLv: whole("charm-lv", "The charm level, a custom field"),
    robot: Flag.Boolean("robot").pipe(Flag.withDescription("That it is a robot, a custom field"), Flag.optional),
    tag: Flag.KeyValuePair("tag").pipe(
      Flag.withMetavar("KEY=VALUE"),
      Flag.withDescription(`A custom field by its keyword, or any field by its name on the wire (Tag_…)`),
      Flag.optional
    )
  },
  Effect.fnUntraced(function*({ allow, image, robot, signature, tag, user, ...plain }) {
    const values: { readonly [Field in ProfileField]?: Option.Option<unknown> } = {
      ...plain,
      selfSignature: signature,
      image,
      allowType: allow,
      isRobot: robot
    }
    const named = Object.entries(values).flatMap(([field, value]) => {
      const { tag, write } = profileTags[field as ProfileField]
      return Option.isSome(value) ? [[tag, write(value.value as never)] as const] : []
    })
    const custom = Object.entries(Option.getOrElse(tag, () => ({}))).map(([key, value]) =>
      [key.startsWith("Tag_") ? key : customTagPrefix + key, value] as const
    )
    const items = [...named, ...custom]
    if (items.length === 0) return yield* new CommandFailed({ detail: "give at least one field" })
    const built = items.reduce((made, [name, value]) => made.tag(name, value), profile())
    yield* showCall((client) => makeProfiles(client).set(user, built))
  })
)

/** `timkit profile`. */
export const profileCommand = Command.make("profile").pipe(
  Command.withDescription("Read and write profiles"),
  Command.withSubcommands([get, set]),
  Command.withExamples([
    { command: "timkit profile set alice --nick Alice --rich-lv 3", description: "Set two fields" },
    { command: "timkit profile get alice bob --field nick", description: "Read one field of two users" }
  ])
)
