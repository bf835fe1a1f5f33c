/** Parts that the bodies of the commands about groups, their messages and topics share. */
import * as wire from "../../endpoint/wire.ts"

/** The codes of the app's own that refuse what is asked of a group. */
export const groupCodes = [10_100, 10_200] as const

/** The type of a group. `Private` is Work on clients, `ChatRoom` is Meeting; `Live` is a room of the live product. */
export const groupType = () => wire.openEnum("Private", "Public", "ChatRoom", "AVChatRoom", "Community", "Live")

/** Which group it is about. */
export const group = () => ({
  GroupId: wire.string,
  /** `Private` is Work on clients, `ChatRoom` is Meeting; `Live` is a room of the live product. */
  Type: groupType()
})

/** A list of users. */
export const members = () => wire.list(wire.object({ Member_Account: wire.string }))

/** The custom fields that something was made with. */
export const customFields = () => ({
  /** The custom fields given when it was made, where the app has them switched on. */
  UserDefinedDataList: wire.optional(wire.list(wire.object({ Key: wire.string, Value: wire.string })))
})

/** The texts whose change is told of. Those that stay as they were are missing. */
export const changedTexts = () => ({
  Name: wire.optional(wire.string),
  Introduction: wire.optional(wire.string),
  Notification: wire.optional(wire.string),
  /** The address of the new avatar. */
  FaceUrl: wire.optional(wire.string)
})
