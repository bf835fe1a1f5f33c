/** Sending, push, live rooms, topics, files, official accounts and Desk: codes 90001 to 141004. */
import type { Entry } from "./Entry.ts"

/** Domain, meaning and advice by the code's name. */
export const services = {
  // Fields of messages, 90001 to 90012
  MessageJsonParseError: [
    "message",
    "The body cannot be parsed as JSON; push also: MsgRandom is no integer",
    "Send valid JSON; for a push add an integer MsgRandom"
  ],
  MsgBodyInvalid: [
    "message",
    "MsgBody is no array, or its elements are malformed",
    "Give each element a MsgType and a MsgContent"
  ],
  ToAccountInvalid: [
    "message",
    "To_Account is absent, no string, or unknown as an account",
    "Set To_Account to the UserID of an imported account"
  ],
  MsgSeqInvalid: [
    "message",
    "MsgSeq is not a 32-bit unsigned integer",
    "Leave MsgSeq out, or set it to 0 to 4294967295"
  ],
  MsgRandomInvalid: [
    "message",
    "The message has no integer MsgRandom",
    "Set MsgRandom to a random integer of 0 to 4294967295"
  ],
  MsgTimeStampInvalid: ["message", "The message has no integer MsgTimeStamp", "Set MsgTimeStamp to whole seconds"],
  MsgBodyNotArray: ["message", "MsgBody is something else than an array", "Put even a single element into an array"],
  FromAccountInvalid: [
    "message",
    "From_Account is absent, or unknown as an account",
    "Set From_Account to the UserID of an imported account"
  ],
  MessageAdminRequired: [
    "message",
    "Message calls need an app administrator as identifier",
    "Set identifier to an administrator and sign for it"
  ],
  MessageFormatInvalid: [
    "message",
    "The body is not built like a message",
    "Compare MsgBody and its elements with the message format"
  ],
  BatchTargetsExceeded: ["message", "To_Account has over 500 accounts", "Split To_Account into calls of at most 500"],
  ToAccountNotRegistered: [
    "message",
    "The receiver has no account in the app",
    "Call account_import for To_Account first"
  ],

  // Push to all, batches and imports, 90018 to 90057
  AccountBatchExceeded: [
    "push",
    "The request names more accounts than the call takes",
    "Split the accounts over several calls"
  ],
  PushTagTooLong: ["push", "A tag exceeds 50 bytes", "Cut the tag to 50 bytes"],
  PushConditionTagsRepeated: [
    "push",
    "The same tag stands in TagsOr and in TagsAnd",
    "Keep each tag in only one of the two"
  ],
  PushTooFrequent: ["push", "Two pushes to all were less than 1 second apart", "Wait over 1 second between pushes"],
  MsgLifeTimeTooLarge: ["message", "MsgLifeTime is more than 7 days", "Set MsgLifeTime to 604800 seconds or less"],
  ToAccountNotArray: [
    "message",
    "batchsendmsg wants an array in To_Account",
    "Put the UserIDs into an array of strings"
  ],
  ToAccountEmpty: ["message", "batchsendmsg got no receiver", "Put 1 to 500 UserIDs into To_Account"],
  SyncFromOldSystemInvalid: [
    "message",
    "SyncFromOldSystem is missing or wrong",
    "Set SyncFromOldSystem to 2 or 5"
  ],
  SyncOtherMachineInvalid: [
    "message",
    "SyncOtherMachine holds something else than an integer",
    "Set SyncOtherMachine to 1 (sync to the sender) or 2 (do not)"
  ],
  PushTagCountExceeded: ["push", "Over 10 tags in a condition, or to be added at once", "Use 10 tags or fewer"],
  PushAttributeInvalid: [
    "push",
    "The app has no push attribute of this name",
    "Declare the name with set_attr_name first"
  ],
  PushUserTagTooLong: ["push", "A user's tag exceeds 50 bytes", "Cut the tag to 50 bytes"],
  PushAccountTypeConflict: [
    "push",
    "A tag or attribute is shared by UserIDs and RegistrationIDs",
    "Use one name for UserIDs, another for RegistrationIDs"
  ],
  PushConditionConflict: [
    "push",
    "A condition mixes attributes with tags",
    "Select by attributes or by tags, not by both"
  ],
  PushTagEmpty: ["push", "A condition has an empty tag", "Take empty tags out of the condition"],
  OfflinePushInfoInvalid: [
    "message",
    "OfflinePushInfo is malformed",
    "Compare OfflinePushInfo with the message format"
  ],
  MsgLifeTimeInvalid: [
    "message",
    "MsgLifeTime holds something else than an integer",
    "Set MsgLifeTime to whole seconds, at most 604800"
  ],
  PushNotEnabled: [
    "push",
    "Push (to all, by tag or single) is off for the app",
    "Turn the push service on for the app"
  ],
  PushDailyQuotaExceeded: [
    "push",
    "Today's pushes are spent (default 100)",
    "Push again tomorrow, or have the quota raised"
  ],
  MessageAccountNotFound: [
    "message",
    "There is no such account, it may have been deleted",
    "Verify the UserID with account_check"
  ],
  MsgKeyInvalid: ["message", "MsgKey is absent or malformed", "Use the MsgKey that the sending call answered"],
  BatchMessageTooLarge: [
    "message",
    "batchsendmsg: the body exceeds 12 KB (texts up to 2023: 8 KB)",
    "Cut the message to 12 KB"
  ],
  BatchSendRateLimited: [
    "message",
    "Batch sending is over its rate limit",
    "Send more slowly or raise the console limit"
  ],

  // Failures inside the message service, 90992 to 91101
  MessageWebhookError: [
    "message",
    "Server failure; if all calls meet it, the webhook of the app answers wrongly",
    "Retry with back-off; make sure that the webhook server answers"
  ],
  MessageServiceError: ["message", "The message service failed", "Retry with back-off"],
  MessageServiceErrorAlt: [
    "message",
    "The message service failed; newest text: message perhaps too long",
    "Retry with back-off, then with a shorter message"
  ],
  MessageServiceErrorPush: ["message", "The message or push service failed", "Retry with back-off"],
  WebLongPollKicked: [
    "message",
    "Too many web clients at a time, so one of them was logged out",
    "Take that client as logged out; log in again when it is used"
  ],

  // Body size and batch moderation, 93000 to 93008
  JsonTooLarge: [
    "message",
    "The JSON exceeds 12 KB (older texts: 8 KB)",
    "Cut the body to 12 KB"
  ],
  ModerationInternalError: ["moderation", "The moderation service failed", "Retry with back-off"],
  ModerationBatchTypeInvalid: [
    "moderation",
    "A batch can hold texts and images, nothing else",
    "Send other types one by one with content_moderation"
  ],
  ModerationTimeout: ["moderation", "A review took longer than 5 seconds", "Retry with back-off"],
  ModerationContentIdRepeated: [
    "moderation",
    "Two contents of a batch share a ContentId",
    "Give each content a ContentId of its own"
  ],
  ModerationBatchExceeded: ["moderation", "A batch has over 10 contents", "Split the batch into calls of at most 10"],

  // Live rooms, another product, 100001 to 100006
  LiveInternalError: ["live", "The live room service failed", "Retry with back-off"],
  LiveParameterInvalid: [
    "live",
    "The live room service rejects a field of the body, or misses one",
    "Read ErrorInfo for the cause, then correct the body"
  ],
  LiveRoomNotFound: [
    "live",
    "No live room has this RoomId, or it was dissolved",
    "Correct RoomId, or call create_room"
  ],
  LiveRoomTypeInvalid: ["live", "The room's type is another than Live", "Pass the RoomId of a room of type Live"],

  // Topics and permission groups of communities, 110002 to 110014
  TopicDeleteFailed: ["topic", "The service did not delete the topic", "Read ErrorInfo for the cause"],
  TopicDeleted: ["topic", "The topic was deleted earlier", "Take the topic as deleted"],
  PermissionGroupGone: [
    "community",
    "No permission group has this id, or it is gone",
    "Look PermissionGroupId up with get_permission_group"
  ],
  PermissionGroupDeleteFailed: ["community", "The service did not delete the permission group", "Retry with back-off"],
  PermissionGroupNotFound: [
    "community",
    "The permission group is unknown or was deleted",
    "Pass the PermissionGroupId of an existing group"
  ],
  PermissionTopicExists: [
    "community",
    "The permission group already has this topic",
    "Call set_topic_permission_group, or pick another topic or group"
  ],
  PermissionTopicNotFound: [
    "community",
    "The permission group does not have this topic",
    "Call add_topic_permission_group, or pick another topic or group"
  ],
  PermissionGroupMembersExceeded: [
    "community",
    "The permission group has no room for so many members",
    "Add fewer members"
  ],
  TopicIdInvalid: ["topic", "TopicId is not acceptable", "Use TopicId exactly as create_topic answered it"],
  TopicPermissionDeleted: [
    "community",
    "The topic's permission was deleted earlier",
    "Choose a different topic or permission group"
  ],

  // Files, 114011
  FileParameterInvalid: [
    "file",
    "The file service rejects a parameter",
    "Compare the parameters with the documentation"
  ],

  // Global mute, operation data and official accounts, 130001 to 130014; see also otherMeanings
  ConfigJsonParseError: [
    "operation",
    "Global mute or operation data: cannot parse the body as JSON",
    "Send one valid JSON object"
  ],
  OfficialAccountPermissionDenied: [
    "official-account",
    "The operator does not subscribe to the official account, or does not manage it",
    "Read ErrorInfo for the cause"
  ],
  GlobalMuteAccountInvalid: [
    "operation",
    "Global mute: Get_Account is no valid account",
    "Put a valid UserID into Get_Account"
  ],
  OfficialAccountNotFound: [
    "official-account",
    "No such official account, or one that was destroyed",
    "Correct Official_Account"
  ],
  OfficialAccountAlreadySubscribed: [
    "official-account",
    "The user subscribes already",
    "Take the user as subscribed"
  ],
  OfficialAccountFull: [
    "official-account",
    "The official account can have no more subscribers",
    "Move the app to a higher edition"
  ],
  OfficialAccountIdInvalid: [
    "official-account",
    "The official account's id is malformed",
    "Use an id that begins with @TOA#_"
  ],
  OfficialAccountIdTaken: [
    "official-account",
    "The id belongs to another official account",
    "Pick a free id"
  ],
  OfficialAccountNoDelete: [
    "official-account",
    "The official account has no deletion of messages",
    "Leave the messages as they are"
  ],
  OfficialAccountLimitReached: [
    "official-account",
    "Too many official accounts were created or are subscribed to",
    "Destroy official accounts or cancel subscriptions"
  ],
  OperationSqlError: ["operation", "Operation data: the data store had a failure", "Retry with back-off"],
  OperationSqlResultError: [
    "operation",
    "Operation data: the data store's result is unreadable",
    "Retry with back-off"
  ],
  ConfigSystemError: ["operation", "Global mute: the service failed", "Retry with back-off"],

  // Official accounts, 131000 to 131005
  OfficialAccountNotEnabled: [
    "official-account",
    "The app has official accounts turned off",
    "Ask Tencent Cloud support to turn them on"
  ],
  SubscriptionNotFound: [
    "official-account",
    "The user does not subscribe to this official account",
    "Subscribe the user with add_subscriber first"
  ],
  OfficialAccountSdkTooOld: [
    "official-account",
    "The client's SDK is too old for official accounts",
    "Update the client's SDK"
  ],

  // Customer service (Desk), another product, 141000 to 141004
  NotADeskApp: ["desk", "The app was not made for customer service (Desk)", "Use the SDKAppID of a Desk app"],
  DeskInternalError: ["desk", "The Desk service failed", "Retry with back-off"],
  DeskParameterInvalid: [
    "desk",
    "The Desk service rejects a field of the body",
    "Compare each field of the body with the documentation"
  ]
} as const satisfies { readonly [name: string]: Entry }
