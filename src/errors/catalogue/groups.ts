/** Data export, moderation, groups and communities: codes 1001 to 11000. */
import type { Entry } from "./Entry.ts"

/** Domain, meaning and advice by the code's name. */
export const groups = {
  // Data export, 1001 to 1005
  OperationRequestIllegal: [
    "operation",
    "The data export service does not accept this request",
    "Compare the URL with the documented path"
  ],
  OperationParameterInvalid: [
    "operation",
    "A field is missing or wrong, or the identifier is not an administrator",
    "Correct the body and sign for an administrator account"
  ],
  OperationSystemError: ["operation", "The data export service failed", "Retry with back-off"],
  HistoryFileNotReady: [
    "operation",
    "The hour's file is not written yet, or nobody sent a message in that hour",
    "Ask again later; expect no file for an hour without messages"
  ],
  HistoryFileExpired: [
    "operation",
    "The hour's file is gone, files are kept for 7 days",
    "Treat the file as lost; fetch files within 7 days"
  ],

  // Moderation calls, 2001 to 2100
  ModerationTryLater: ["moderation", "The moderation service could not do it just now", "Retry with back-off"],
  ModerationCommandUnsupported: [
    "moderation",
    "The moderation service has no such command",
    "Compare the command in the path with the documentation"
  ],
  ModerationParameterInvalid: [
    "moderation",
    "The moderation service rejects a field of the body",
    "Compare each field of the body with the documentation"
  ],
  ModerationUnauthorized: [
    "moderation",
    "Only an app administrator may call moderation",
    "Set identifier to an administrator and sign for it"
  ],
  ModerationNotEnabled: [
    "moderation",
    "The app has not turned moderation on",
    "Buy cloud moderation and turn it on for the app"
  ],
  ModerationKeywordBatchExceeded: [
    "moderation",
    "More than 10 keywords in one call, or too many in the library",
    "Split the keywords into calls of at most 10"
  ],
  ModerationKeywordDeleteFailed: [
    "moderation",
    "Cloud moderation did not remove the keywords",
    "Compare the keywords and their ids with get_cloud_audit_keywords"
  ],

  // Official accounts, 6017 (more of them from 130002 on)
  OfficialAccountParameterInvalid: [
    "official-account",
    "Official accounts: a field is missing or wrong (client SDKs use the code, too)",
    "Correct the fields of the body"
  ],

  // Groups, 10001 to 10019
  GroupNotLoggedIn: [
    "group",
    "A live-group service takes the caller for somebody not logged in",
    "Set identifier to an administrator and sign a new UserSig"
  ],
  GroupInternalError: ["group", "The group service failed", "Retry with back-off"],
  GroupCommandInvalid: ["group", "The group service has no such command", "Correct the command at the end of the path"],
  GroupParameterInvalid: [
    "group",
    "A field is missing, malformed or not allowed here",
    "Read ErrorInfo for the cause, then correct the body"
  ],
  GroupTooManyAccounts: [
    "group",
    "The request lists more accounts than the call takes",
    "Split the accounts over several calls"
  ],
  GroupRateLimited: ["group", "This group operation is done too often", "Wait, then call at a lower rate"],
  GroupPermissionDenied: [
    "group",
    "Wrong group type, operator's role too low, or identifier no administrator",
    "Compare Type and role with what the call needs; sign for an administrator"
  ],
  GroupPlanRequired: ["group", "The app's edition does not allow this request", "Move the app to a higher edition"],
  GroupOwnerCannotQuit: [
    "group",
    "An owner cannot leave the own group",
    "Call change_group_owner before the owner leaves"
  ],
  GroupNotFound: ["group", "No group has this GroupId, or it was disbanded", "Correct GroupId, or create the group"],
  GroupJsonParseError: ["group", "The group service cannot parse the body as JSON", "Send one valid JSON object"],
  GroupOperatorIllegal: ["group", "The operator's UserID is not acceptable", "Put a legal UserID in for the operator"],
  GroupAlreadyMember: ["group", "The user joined this group earlier", "Take the user as a member"],
  GroupFull: [
    "group",
    "The group has no room for these users",
    "Raise MaxMemberNum with modify_group_base_info, or add fewer users"
  ],
  GroupIdInvalid: [
    "group",
    "GroupId is malformed, or its group is no more",
    "Use GroupId exactly as create_group answered it"
  ],
  GroupRejectedByWebhook: [
    "group",
    "The app's webhook refused, or answered 1 without an own code (10100-10200)",
    "Do not retry; look in the webhook for its reason"
  ],
  GroupSenderMuted: [
    "group",
    "The sender may not speak in this group",
    "End the mute: forbid_send_msg with MuteTime 0"
  ],
  GroupResponseTooLarge: [
    "group",
    "The answer would exceed 1 MB",
    "Ask for fewer groups or fields, or in smaller pages"
  ],
  GroupAccountNotFound: [
    "group",
    "A UserID of the request has no account",
    "Correct the UserID, or call account_import for it"
  ],

  // Groups and their messages, 10020 to 10041
  GroupMessageTooLarge: ["group", "A message to import exceeds 12 KB", "Cut the message to 12 KB"],
  GroupIdTaken: ["group", "Another group has this GroupId", "Pick a free GroupId, or let the service make one"],
  GroupMessageRateLimited: [
    "group",
    "One group got over 40 messages in a second",
    "Space the messages out, or rank them with MsgPriority"
  ],
  GroupRequestHandled: ["group", "Somebody answered this invitation or application before", "Take it as answered"],
  GroupIdTakenByOperator: [
    "group",
    "The operator already owns a group with this GroupId",
    "Go on with that group, or call destroy_group first"
  ],
  GroupCommandDisabled: [
    "group",
    "This group command is blocked for the app",
    "Ask Tencent Cloud support to unblock it"
  ],
  GroupRecallMessageNotFound: [
    "group",
    "No message with this MsgSeq is there to recall",
    "Look MsgSeq up with group_msg_get_simple"
  ],
  GroupRecallTimeout: [
    "group",
    "The time to recall the message is over (default 2 minutes)",
    "Take the message as final; recall sooner next time"
  ],
  GroupMessageNotRecallable: ["group", "Recall is not possible for this message", "Leave the message as it is"],
  GroupTypeNoRecall: ["group", "Groups of this type have no recall", "Skip recall for this group type"],
  GroupMessageTypeNoDelete: [
    "group",
    "Messages of this kind stay, they cannot be deleted",
    "Leave messages of this kind out of the deletion"
  ],
  GroupTypeNoDelete: [
    "group",
    "AVChatRoom and BChatRoom have no deletion of messages",
    "Skip deletion for these two group types"
  ],
  AvChatRoomLimitReached: [
    "group",
    "The app has as many AVChatRooms as its edition allows",
    "Move the app to a higher edition"
  ],
  UserGroupLimitReached: [
    "group",
    "The user cannot create or join any more groups",
    "Let the user leave groups, or move to a higher edition"
  ],
  GroupMemberLimitReached: [
    "group",
    "The edition does not allow groups of so many members",
    "Move to a higher edition, then set a larger MaxMemberNum"
  ],
  GroupRecallDisabled: [
    "group",
    "Recall of group messages is turned off for the app",
    "Allow recall of group messages in the console"
  ],

  // Group history, attributes, receipts and counters, 10044 to 10070
  GroupTypeNoRoaming: [
    "group",
    "Groups of this type store no history (AVChatRoom is one)",
    "Use a group type with history, or keep messages yourself"
  ],
  GroupAttrKeyTooLong: ["group", "The key of a group attribute exceeds 32 bytes", "Cut the key to 32 bytes"],
  GroupAttrValueTooLong: ["group", "The value of a group attribute exceeds 4000 bytes", "Cut the value to 4000 bytes"],
  GroupAttrCountExceeded: ["group", "A group can have 16 attributes only", "Free keys with delete_group_attr"],
  GroupAttrTotalTooLong: [
    "group",
    "The values of a group's attributes exceed 16000 bytes in sum",
    "Cut or delete values until all have at most 16000 bytes"
  ],
  GroupAttrRateLimited: [
    "group",
    "The group's attributes change too often",
    "Wait, then write several attributes in one call"
  ],
  GroupAttrNotFound: ["group", "No attribute has the key that is to be deleted", "Take the attribute as deleted"],
  GroupDeleteRangeExceeded: [
    "group",
    "The MsgSeq values to delete lie too far apart",
    "Delete in several calls, each with a smaller span of MsgSeq"
  ],
  GroupDeleteMessageNotFound: [
    "group",
    "The message to delete is not in this group",
    "Look MsgSeq up with group_msg_get_simple"
  ],
  GroupAtCountExceeded: ["group", "One message mentions over 30 members", "Keep GroupAtInfo to 30 members"],
  GroupTooManyMembers: [
    "group",
    "The member list is too long for one answer",
    "Set Limit and page through get_group_member_info"
  ],
  GroupAttrConflict: [
    "group",
    "Somebody else changed the attributes in the meantime",
    "Call get_group_attr, then write again on top of it"
  ],
  TrialGroupLimitReached: [
    "group",
    "The trial edition has 100 groups at most, and all exist",
    "Move the app to a higher edition"
  ],
  GroupFeatureNotInPlan: ["group", "The app's edition lacks this group feature", "Move to an edition with the feature"],
  GroupTooLargeForReceipts: [
    "group",
    "The group has too many members for read receipts (limit 200)",
    "Ask for receipts in groups of up to 200 members only"
  ],
  OnlineMessageNoReceipt: [
    "group",
    "Messages for online members only never get read receipts",
    "Send with OnlineOnlyFlag 0 where a receipt is needed"
  ],
  ReadReceiptNotFound: ["group", "No read receipt was kept for this message", "Set NeedReadReceipt to 1 when sending"],
  GroupCounterLimitReached: ["group", "A group can have 20 counters only", "Free keys with delete_group_counter"],
  PinnedMessageLimitReached: [
    "group",
    "The group cannot pin any more messages",
    "Take older ones down with unpin_message"
  ],

  // Communities, 11000 (more of them from 110006 on)
  CommunityNotEnabled: [
    "community",
    "The app has communities turned off",
    "Get a premium edition and turn communities on in the console"
  ]
} as const satisfies { readonly [name: string]: Entry }
