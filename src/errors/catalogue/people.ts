/** One-to-one messages, friends, profiles and conversations: codes 20001 to 51013. */
import type { Entry } from "./Entry.ts"

/** Domain, meaning and advice by the code's name. */
export const people = {
  // One-to-one messages, 20001 to 20028
  MessageRequestIllegal: [
    "message",
    "The message service takes the request for illegal",
    "Check the body; report it to Tencent Cloud support if it is right"
  ],
  MessageUserSigInvalid: [
    "message",
    "UserSig or internal ticket of the sender lapsed",
    "Sign a new UserSig; let the client log in anew"
  ],
  MessageAccountInvalid: [
    "message",
    "Sender or receiver is not a legal UserID or has no account",
    "Call account_import for both users"
  ],
  MessageNetworkError: ["message", "The message service has network trouble of its own", "Retry with back-off"],
  MessageInternalError: ["message", "The message service failed", "Retry with back-off"],
  MessageRejectedByWebhook: [
    "message",
    "The before-send webhook refused the message with ErrorCode 1",
    "Do not send it again; look in the webhook for its reason"
  ],
  SenderInPeerBlocklist: [
    "message",
    "The receiver has blocked the sender",
    "Do not send it again; the receiver must unblock the sender"
  ],
  SdkAppIdCrossed: [
    "message",
    "The two users belong to different SDKAppIDs",
    "Clear the client's local data when it changes its SDKAppID"
  ],
  NotMutualFriends: [
    "message",
    "The app checks friendship, and the two are not friends",
    "Call friend_add before sending"
  ],
  SenderNotPeersFriend: [
    "message",
    "One-way check: the receiver's friends do not include the sender",
    "Add the sender to the receiver's friends with friend_add"
  ],
  PeerNotSendersFriend: [
    "message",
    "One-way check: the sender's friends do not include the receiver",
    "Add the receiver to the sender's friends with friend_add"
  ],
  SenderMuted: ["message", "A mute keeps the sender from sending", "End the mute; a global one with setnospeaking"],
  RecallTimeout: [
    "message",
    "The recall came after the time limit (default 2 minutes)",
    "Take the message as final; recall sooner next time"
  ],
  RoamingDeleteFailed: ["message", "The server could not delete the stored message", "Retry with back-off"],
  RecallMessageNotFound: [
    "message",
    "No message with this MsgKey is there to recall",
    "Use the MsgKey that the sending call answered"
  ],
  MessageAlreadyRecalled: ["message", "An earlier call recalled this message", "Take the message as recalled"],
  MessageVersionConflict: [
    "message",
    "The change starts from an outdated version of the message",
    "Fetch the message's newest version, then modify that"
  ],
  MessageModifyConflict: [
    "message",
    "Somebody else modified the message at the same moment",
    "Retry after a short, random wait"
  ],

  // Push tokens and logins of clients, 21005 to 22007
  PushTokenBeforeLogin: [
    "push",
    "A client sent its push token ahead of its login",
    "Let the client log in before it sends the token"
  ],
  PushCertificateMissing: ["push", "The app has no push certificate", "Add a push certificate in the console"],
  PushNetworkError: ["push", "The push service has network trouble of its own", "Retry with back-off"],
  PushTokenEmpty: ["push", "A client sent an empty push token", "Make the client send its real token"],
  PushTokenTooLong: ["push", "A push token exceeds 256 bytes", "Check what the client takes for its token"],
  LoginDataTooLong: ["push", "A client's login data exceeds 1024 bytes", "Make the client send at most 1024 bytes"],
  PushRateLimited: ["push", "The push service gets requests too fast", "Wait, then call at a lower rate"],
  TrialSenderQuotaExceeded: [
    "message",
    "Too many senders today for the trial or development edition",
    "Move the app to a higher edition"
  ],

  // Message extensions, 23001 to 23004
  MessageExtensionConflict: [
    "message",
    "Seq is stale, somebody else changed the extension",
    "Read the current Seq with get_key_values, then set it again"
  ],
  MessageExtensionNotSupported: [
    "message",
    "The message was sent without room for extensions",
    "Set SupportMessageExtension to 1 when sending"
  ],
  MessageExtensionRateLimited: [
    "message",
    "One message's extensions were set over 200 times in a minute",
    "Keep to 200 settings a minute for each message"
  ],
  MessageExtensionMessageNotFound: [
    "message",
    "The message to extend is not there",
    "Check MsgKey (one-to-one) or MsgSeq (group)"
  ],

  // Friends and blocklists: the call, 30001 to 30014
  RelationParameterInvalid: [
    "sns",
    "A field is missing or wrong; for an item also: its state does not fit",
    "Read ErrorInfo, or the item's ResultInfo, for the cause"
  ],
  RelationAccountIllegal: [
    "sns",
    "The app cannot use this account (older texts: two SDKAppIDs are mixed)",
    "Use a UserID of the app whose sdkappid is sent"
  ],
  RelationAccountNotFound: [
    "sns",
    "Friends: a user of the request has no account",
    "Call account_import for the user first"
  ],
  RelationAdminRequired: [
    "sns",
    "Friend calls need an app administrator as identifier",
    "Set identifier to an administrator and sign for it"
  ],
  FollowFeatureDisabled: [
    "sns",
    "Following is off for the app (until 2023: forbidden words in a field)",
    "Get an edition with following, then turn it on in the console"
  ],
  RelationInternalError: ["sns", "The friend service failed", "Retry with back-off"],
  RelationTimeout: ["sns", "The friend service did not answer in time", "Retry with back-off"],
  RelationWriteConflict: [
    "sns",
    "Parallel writes for one account got in each other's way",
    "Write in sequence, or put the items into one call; then retry"
  ],
  FriendAddForbidden: [
    "sns",
    "The user's profile bars the user from sending friend requests",
    "Set Tag_Profile_IM_AdminForbidType to AdminForbid_Type_None"
  ],
  FriendLimitReached: ["sns", "The user already has 3000 friends, the limit", "Remove friends with friend_delete"],
  FriendGroupLimitReached: [
    "sns",
    "The user already has 32 friend groups, the limit",
    "Remove friend groups with sns/group_delete"
  ],
  PendingLimitReached: [
    "sns",
    "100 friend requests are pending, the limit",
    "Answer or delete pending requests, up to 100 in a call"
  ],
  BlocklistLimitReached: [
    "sns",
    "The user's blocklist has no room left (limit 1000)",
    "Remove users with black_list_delete"
  ],
  PeerFriendLimitReached: [
    "sns",
    "The other user cannot have more friends",
    "Do not retry before the other user has deleted friends"
  ],

  // Friends: the item, 30515 to 31804
  PeerInOwnBlocklist: ["sns", "The requester has blocked the user to add", "Call black_list_delete, then friend_add"],
  PeerDeniesFriends: [
    "sns",
    "The user to add refuses everybody (AllowType_Type_DenyAny)",
    "Respect the choice; do not ask again"
  ],
  InPeerBlocklist: [
    "sns",
    "The user to add has blocked the requester",
    "Do not ask again; the other user must unblock first"
  ],
  FriendPending: [
    "sns",
    "No failure: the request waits for consent (AllowType_Type_NeedConfirm)",
    "Take the request as sent, the friendship as pending"
  ],
  FriendAddSecurityBlocked: [
    "sns",
    "The security policy stopped a flood of friend requests",
    "Wait, then add friends at a lower rate"
  ],
  PendingNotFound: ["sns", "No such friend request is pending", "Look up which requests are still pending"],
  NotFriends: ["sns", "The two are not friends, so nothing can be deleted", "Ask friend_check before deleting"],
  FriendDeleteSecurityBlocked: [
    "sns",
    "The security policy stopped a flood of friend deletions",
    "Wait, then delete friends at a lower rate"
  ],
  PendingDeleteNotFound: [
    "sns",
    "No such pending request to delete (older texts: no such account)",
    "Take the request as deleted; else check the UserID"
  ],

  // Following and friend groups: the item, 32100 to 32216
  FollowLimitReached: ["follow", "The user cannot follow any more users", "Make room with follow_delete"],
  FollowerLimitReached: [
    "follow",
    "The other user cannot have more followers",
    "Do not retry before the other user has lost followers"
  ],
  MutualFollowLimitReached: ["follow", "The user cannot have more mutual follows", "Make room with follow_delete"],
  PeerMutualFollowLimitReached: [
    "follow",
    "The other user cannot have more mutual follows",
    "Do not retry before the other user has fewer of them"
  ],
  FriendGroupMemberNotFriend: [
    "sns",
    "Item of sns/group_add: only friends fit into a friend group",
    "Call friend_add for this user first"
  ],

  // Profiles, 40001 to 40610
  ProfileParameterInvalid: [
    "profile",
    "The profile service rejects a field of the body, or misses one",
    "Read ErrorInfo for the cause, then correct the body"
  ],
  ProfileAccountMissing: [
    "profile",
    "The request names nobody whose profile to read",
    "Put at least one UserID into To_Account"
  ],
  ProfileAccountNotFound: ["profile", "The profile's user has no account", "Call account_import for the user first"],
  ProfileAdminRequired: [
    "profile",
    "Profile calls need an app administrator as identifier",
    "Set identifier to an administrator and sign for it"
  ],
  ProfileModerationBlocked: ["profile", "Forbidden words were found in a profile value", "Take the words out of Value"],
  ProfileInternalError: ["profile", "The profile service failed", "Retry with back-off"],
  ProfileReadForbidden: [
    "profile",
    "The profile field is closed to reading",
    "Grant read permission for the field in the console"
  ],
  ProfileWriteForbidden: [
    "profile",
    "The profile field is closed to writing",
    "Grant write permission for the field in the console"
  ],
  ProfileTagUnknown: [
    "profile",
    "Tag is neither a standard nor a custom profile field",
    "Correct Tag, or create the custom field in the console"
  ],
  ProfileValueTooLong: ["profile", "A profile value exceeds 500 bytes", "Cut Value to 500 bytes"],
  ProfileValueInvalid: [
    "profile",
    "A standard profile field does not take this value",
    "Use one of the field's documented values"
  ],
  ProfileValueTypeInvalid: [
    "profile",
    "Value has another type than its profile field",
    "Give Value the type of its field"
  ],

  // Conversations, 50001 to 51013
  ConversationAccountNotFound: [
    "conversation",
    "The user whose conversations are meant has no account",
    "Call account_import for From_Account first"
  ],
  ConversationParameterInvalid: [
    "conversation",
    "The conversation service rejects a field of the body, or misses one",
    "Read ErrorInfo for the cause, then correct the body"
  ],
  ConversationAdminRequired: [
    "conversation",
    "Conversation calls need an app administrator as identifier",
    "Set identifier to an administrator and sign for it"
  ],
  ConversationInternalError: ["conversation", "The conversation service failed", "Retry with back-off"],
  ConversationTimeout: ["conversation", "The conversation service did not answer in time", "Retry with back-off"],
  ConversationBatchInvalid: [
    "conversation",
    "The call changes no conversation at all, or more than 100",
    "Split the conversations into calls of 1 to 100"
  ],
  ConversationGroupCheckFailed: [
    "conversation",
    "Group chat not checked: server error, group gone, or user no longer in it",
    "Retry; if it persists, ask get_role_in_group about the user"
  ],
  ConversationGroupFull: [
    "conversation",
    "Groups or marks hold 1000 conversations, the limit (older texts: together)",
    "Take conversations out of groups, or clear their marks"
  ],
  ConversationGroupNotFound: [
    "conversation",
    "No conversation group has this name",
    "Look up the names with get_contact_group"
  ],
  ConversationGroupLimitReached: [
    "conversation",
    "The user already has 20 conversation groups, the limit",
    "Remove some with del_contact_group"
  ],
  ConversationGroupNameTooLong: [
    "conversation",
    "The name of a conversation group exceeds 32 bytes",
    "Cut the name to 32 bytes"
  ],
  PinnedConversationLimitReached: [
    "conversation",
    "The user already has 50 pinned conversations, the limit",
    "Unpin some with recentcontact/top"
  ],
  ConversationFeatureNotInPlan: [
    "conversation",
    "The app's edition lacks conversation groups and marks",
    "Move to an edition that has them"
  ]
} as const satisfies { readonly [name: string]: Entry }
