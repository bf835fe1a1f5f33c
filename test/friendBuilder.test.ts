import assert from "node:assert/strict"
import { test } from "node:test"
import { friend, type Friend, type FriendToAdd, type FriendToImport, type KnownFriend, readFriend } from "../mod.ts"

/** Compiles only where the claim is true. */
const holds = <Claim extends true>(claim: Claim): Claim => claim

type Fits<A, B> = [A] extends [B] ? true : false
type Not<Claim extends boolean> = Claim extends true ? false : true

/** What the types promise; the compiler checks it. */
export const promises = [
  holds<Fits<Friend, FriendToAdd>>(true),
  holds<Fits<Friend, FriendToImport>>(true),
  holds<Fits<KnownFriend, FriendToImport>>(true),
  // Only an import takes several groups, times and custom fields.
  holds<Not<Fits<KnownFriend, FriendToAdd>>>(true),
  holds<Not<Fits<"custom", keyof Friend>>>(true),
  holds<Not<Fits<"addedAt", keyof Friend>>>(true),
  // A step keeps the kind of friend.
  holds<Fits<ReturnType<Friend["group"]>, Friend>>(true),
  holds<Fits<ReturnType<KnownFriend["remark"]>, KnownFriend>>(true),
  // The wire's own shape needs a source; ids do not.
  holds<Not<Fits<{ readonly To_Account: string }, FriendToAdd>>>(true),
  holds<Fits<string, FriendToAdd>>(true)
]

test("a friend is built in the shape of friend_add, with a source in any case", () => {
  assert.deepEqual(friend("bob").toJSON(), { To_Account: "bob", AddSource: "AddSource_Type_Server" })
  assert.deepEqual(friend("bob").remark("Bobby").source("App").wording("hi").group("Work").toJSON(), {
    To_Account: "bob",
    Remark: "Bobby",
    AddSource: "AddSource_Type_App",
    AddWording: "hi",
    GroupName: "Work"
  })
  assert.equal(friend("bob").source("AddSource_Type_App").toJSON().AddSource, "AddSource_Type_App")
})

test("an imported friend has lists of groups and custom fields; the last value of a field wins", () => {
  const built = friend("bob").group("Work").imported().group("Family").group("Work").remark("Bobby")
    .custom("level", 3).custom("Tag_SNS_Custom_vip", "yes").custom("level", 4).addedAt(1).remarkedAt(2)
  assert.deepEqual(built.toJSON(), {
    To_Account: "bob",
    AddSource: "AddSource_Type_Server",
    GroupName: ["Work", "Family"],
    Remark: "Bobby",
    CustomItem: [{ Tag: "Tag_SNS_Custom_vip", Value: "yes" }, { Tag: "Tag_SNS_Custom_level", Value: 4 }],
    AddTime: 1,
    RemarkTime: 2
  })
})

test("steps leave the friend that they start from as it was", () => {
  const bob = friend("bob")
  const known = bob.imported()
  bob.remark("Bobby").group("Work")
  known.group("Work").custom("level", 1)
  assert.deepEqual(bob.toJSON(), friend("bob").toJSON())
  assert.deepEqual(known.toJSON(), friend("bob").toJSON())
})

test("reading skips fields that are not known and keeps custom ones by keyword", () => {
  assert.deepEqual(
    readFriend([
      { Tag: "Tag_SNS_IM_AddSource", Value: "AddSource_Type_App" },
      { Tag: "Tag_SNS_IM_Group", Value: ["Work"] },
      { Tag: "Tag_SNS_IM_AddTime", Value: 5 },
      { Tag: "Tag_SNS_Custom_level", Value: 3 },
      { Tag: "Tag_SNS_IM_New", Value: "?" },
      { Tag: "Tag_Profile_IM_Nick", Value: "Bob" }
    ]),
    { source: "App", groups: ["Work"], addTime: 5, custom: { level: 3 } }
  )
})
