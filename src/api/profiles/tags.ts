/** The fields of a profile: how they are called here and on the wire, and how their values are written. */

/** A field of a profile. */
export interface ProfileTag<in out Value> {
  /** Its name on the wire. */
  readonly tag: string
  readonly write: (value: Value) => string | number
  /** The value behind what is on the wire; `undefined` where that makes no sense. */
  readonly read: (value: string | number) => Value | undefined
}

/** A set of fields by name. */
export type ProfileTags = { readonly [name: string]: ProfileTag<never> }

/** The type of a field's value. */
export type ValueOf<Tag> = Tag extends ProfileTag<infer Value> ? Value : never

const text = (tag: string): ProfileTag<string> => ({ tag, write: (value) => value, read: String })

const uint = (tag: string): ProfileTag<number> => ({
  tag,
  write: (value) => value,
  read: (value) => typeof value === "number" ? value : undefined
})

const word = <const Words extends { readonly [word: string]: string }>(
  tag: string,
  words: Words
): ProfileTag<keyof Words & string> => ({
  tag,
  write: (value) => words[value] ?? value,
  read: (value) => Object.keys(words).find((word) => words[word] === value)
})

/** The prefix of the fields that an app configures itself. */
export const customTagPrefix = "Tag_Profile_Custom_"

/**
 * Fields that an app configures in the console. The service keeps them as texts only, so numbers and booleans are
 * written as such.
 */
export const customTag = {
  /** A text of at most 500 bytes. */
  text: (keyword: string): ProfileTag<string> => text(customTagPrefix + keyword),
  /** A whole number, kept as its decimal digits. */
  integer: (keyword: string): ProfileTag<number> => ({
    tag: customTagPrefix + keyword,
    write: (value) => String(value),
    read: (value) => /^-?\d+$/.test(String(value)) ? Number(value) : undefined
  }),
  /** Yes or no, kept as `1` or `0`. */
  boolean: (keyword: string): ProfileTag<boolean> => ({
    tag: customTagPrefix + keyword,
    write: (value) => value ? "1" : "0",
    read: (value) => value === "1" || value === "true" ? true : value === "0" || value === "false" ? false : undefined
  })
} as const

/** The fields that the service knows by itself. */
export const standardTags = {
  /** The nickname, at most 500 bytes. */
  nick: text("Tag_Profile_IM_Nick"),
  /** The gender. */
  gender: word("Tag_Profile_IM_Gender", {
    unknown: "Gender_Type_Unknown",
    female: "Gender_Type_Female",
    male: "Gender_Type_Male"
  }),
  /** The birthday as a number, by custom yyyymmdd: 20190419. */
  birthday: uint("Tag_Profile_IM_BirthDay"),
  /** The place, at most 500 bytes; older texts say 16. */
  location: text("Tag_Profile_IM_Location"),
  /** The line below the name, at most 500 bytes. */
  selfSignature: text("Tag_Profile_IM_SelfSignature"),
  /** What happens to a friend request: it waits for consent, is accepted at once, or is refused. */
  allowType: word("Tag_Profile_IM_AllowType", {
    needConfirm: "AllowType_Type_NeedConfirm",
    allowAny: "AllowType_Type_AllowAny",
    denyAny: "AllowType_Type_DenyAny"
  }),
  /** The language, a number that the app gives a meaning. */
  language: uint("Tag_Profile_IM_Language"),
  /** The address of the avatar, at most 500 bytes. */
  image: text("Tag_Profile_IM_Image"),
  /** Message settings; bit 0 set means do not receive. Found in older texts only. */
  msgSettings: uint("Tag_Profile_IM_MsgSettings"),
  /** Whether the user may send friend requests. */
  adminForbidType: word("Tag_Profile_IM_AdminForbidType", {
    none: "AdminForbid_Type_None",
    sendOut: "AdminForbid_Type_SendOut"
  }),
  /** The level, an unsigned 32-bit number, often one byte a role. */
  level: uint("Tag_Profile_IM_Level"),
  /** The role, an unsigned 32-bit number, often one byte a role. */
  role: uint("Tag_Profile_IM_Role")
} as const

/** The custom fields of live-show apps: the level of a giver, that of a receiver, and whether it is a robot. */
export const liveTags = {
  /** The rich level: what the user gave. A custom field, to be configured in the console as `richLv`. */
  richLv: customTag.integer("richLv"),
  /** The charm level: what the user was given. A custom field, to be configured in the console as `charmLv`. */
  charmLv: customTag.integer("charmLv"),
  /** Whether the account is a robot. A custom field, to be configured in the console as `isRobot`. */
  isRobot: customTag.boolean("isRobot")
} as const

/** The fields that `profile()` knows. */
export const profileTags = { ...standardTags, ...liveTags } as const
