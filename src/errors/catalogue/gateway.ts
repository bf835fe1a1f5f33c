/** The gateway, UserSigs, accounts and what is refused on the way: codes 60002 to 80005. */
import type { Entry } from "./Entry.ts"

/** Domain, meaning and advice by the code's name. */
export const gateway = {
  // The gateway, 60002 to 60028
  HttpParseError: [
    "common",
    "The gateway cannot read this as an HTTP request",
    "Look for mistakes in the URL, its query and the headers"
  ],
  RequestJsonParseError: [
    "common",
    "The gateway cannot parse the body as JSON",
    "Send one JSON object, {} where there are no fields"
  ],
  AccountCheckFailed: [
    "common",
    "Checking identifier and UserSig failed (older texts: a UserID or UserSig is wrong)",
    "Retry with a new UserSig; if it persists, check identifier and UserIDs"
  ],
  AccountCheckFailedAlt: [
    "common",
    "Checking identifier and UserSig failed (second code, see 60004)",
    "Retry with a new UserSig; if it persists, check identifier and UserIDs"
  ],
  SdkAppIdInvalid: ["common", "The sdkappid in the URL is no SDKAppID", "Copy the SDKAppID from the console"],
  RestApiRateLimited: [
    "common",
    "The app calls this API above its rate limit (200 a second by default)",
    "Call it more slowly, or raise its limit in the console"
  ],
  RequestTimeoutOrBadFormat: [
    "common",
    "The service did not answer in time, or the HTTP request is malformed",
    "Make sure the request is well formed, then retry with back-off"
  ],
  RequestedResourceError: [
    "common",
    "The gateway has no such service or command",
    "Compare the path with the documentation"
  ],
  AdminRequired: [
    "common",
    "The identifier is not one of the app's administrators",
    "Set identifier to an administrator and sign for it"
  ],
  SdkAppIdRateLimited: [
    "common",
    "All calls of the app together are too many",
    "Lower the rate of all the app's calls"
  ],
  SdkAppIdMissing: ["common", "The query lacks sdkappid", "Put the SDKAppID into the query as sdkappid"],
  ResponseJsonParseError: [
    "common",
    "The gateway got broken JSON from the service behind it",
    "Report it to Tencent Cloud support"
  ],
  AccountExchangeTimeout: ["common", "Resolving the account took too long", "Retry with back-off"],
  UserIdTypeInvalid: ["common", "A UserID in the body is not a JSON string", "Quote every UserID, even one of digits"],
  SdkAppIdDisabled: ["common", "The app has been disabled", "Ask Tencent Cloud support to enable the app"],
  RequestDisabled: ["common", "This call is blocked for the app", "Ask Tencent Cloud support to unblock it"],
  TooManyRequests: ["common", "Calls arrive too fast", "Wait, then call at a lower rate"],
  TooManyRequestsAlt: ["common", "Calls arrive too fast (second code, see 60018)", "Wait, then call at a lower rate"],
  ServiceUnavailableForPlan: [
    "common",
    "The app has no valid plan: none bought, run out, or in arrears",
    "Buy, renew or top up, then allow up to 5 minutes"
  ],
  SourceIpNotAllowed: [
    "common",
    "The app's IP allow list does not have the caller's address",
    "Add the address to the list in the console, or call from a listed one"
  ],
  UrlParameterError: [
    "common",
    "A query parameter is wrong: sdkappid, identifier, usersig or contenttype",
    "Correct these four in the URL; contenttype is json"
  ],
  DomainMismatch: [
    "common",
    "The app lives in another data centre than the one called",
    "Switch to the domain of the app's own region"
  ],
  ProductMismatch: [
    "common",
    "The app is for push only, the API is part of another product",
    "Use an SDKAppID that was created for this product"
  ],
  TrialDailyVolumeExceeded: [
    "common",
    "The trial edition's calls for 24 hours are spent",
    "Go on tomorrow, or move to a higher edition"
  ],

  // UserSig, 70001 to 70052
  UserSigExpired: ["account", "The UserSig is past its expiry time", "Sign a new UserSig, valid for 24 hours or more"],
  UserSigEmpty: ["account", "The UserSig is an empty string", "Put the whole UserSig into the query"],
  UserSigIllegal: [
    "account",
    "The UserSig is cut off or malformed, it cannot be parsed",
    "Sign again, send it in full and URL-encoded"
  ],
  UserSigIllegalAlt: [
    "account",
    "The UserSig does not pass the check (second code, see 70003)",
    "Sign a new UserSig with the app's key"
  ],
  UserSigKeyMismatch: [
    "account",
    "The UserSig was probably signed with another app's key",
    "Sign with the key of this SDKAppID"
  ],
  UserSigUserIdMismatch: [
    "account",
    "The UserSig was made for another UserID than identifier",
    "Use one UserID for identifier and for signing"
  ],
  UserSigSdkAppIdMismatch: [
    "account",
    "The UserSig was made for another SDKAppID than sdkappid",
    "Use one SDKAppID for sdkappid and for signing"
  ],
  UserSigKeyMissing: [
    "account",
    "This data centre has no key to check the UserSig with",
    "Call the domain of the SDKAppID's region"
  ],
  SdkAppIdNotFound: [
    "account",
    "This data centre knows no app with the SDKAppID",
    "Correct the SDKAppID, or call the domain of its region"
  ],
  UserSigRetriesExceeded: [
    "account",
    "Too many UserSigs failed, more are refused for now",
    "Repair the signing, then wait 1 minute"
  ],
  AccountBlocklisted: [
    "account",
    "Tencent Cloud has put the account on its blocklist",
    "Ask Tencent Cloud support about the account"
  ],
  UserSigInvalidated: ["account", "The UserSig has been made void", "Sign a new UserSig"],

  // Accounts, 70107 to 71000
  AccountNotFound: ["account", "The app has no account with this UserID", "Call account_import for the UserID first"],
  LoginRestrictedForSecurity: [
    "account",
    "Logins come too often and are refused for safety",
    "Wait, then log in at longer intervals"
  ],
  AccountServerTimeout: ["account", "The account service did not answer in time", "Retry with back-off"],
  AccountServerTimeoutAlt: [
    "account",
    "The account service did not answer in time (second code, see 70169)",
    "Retry with back-off"
  ],
  BatchSizeInvalid: [
    "account",
    "A batch of this length is not accepted",
    "Split the batch to the length the call documents"
  ],
  AccountCountExceeded: [
    "account",
    "The app's edition allows no more accounts (trial: 100)",
    "Remove accounts with account_delete, or move to a higher edition"
  ],
  AccountReimportBlocked: [
    "account",
    "Outside the trial a deleted UserID cannot come back for three months",
    "Pick a new UserID, or ask Tencent Cloud support"
  ],
  AccountParameterInvalid: [
    "account",
    "A required field is missing, or a field has the wrong form",
    "Compare the fields of the body with the documentation"
  ],
  AccountAdminRequired: [
    "account",
    "Account calls need an app administrator as identifier",
    "Set identifier to an administrator and sign for it"
  ],
  ClientSdkTooOld: ["account", "The service no longer takes this old client SDK", "Update the client's SDK"],
  AccountInternalError: ["account", "The account service failed", "Retry with back-off"],
  AccountDeleteNotSupported: ["account", "The app may not delete accounts", "Allow account deletion in the console"],

  // Active users and user status, 72000 to 72012
  TrialDauExceeded: [
    "account",
    "The trial edition allows no more active users today",
    "Move the app to a higher edition"
  ],
  StatusFeatureDisabled: [
    "account",
    "Status queries and status notices are off for the app",
    "Turn user status on in the console"
  ],
  TrialMauExceeded: [
    "account",
    "The trial edition allows no more active users this month",
    "Move the app to a higher edition"
  ],
  UserStateRateLimited: [
    "account",
    "One user's logins, logouts, foreground changes or push settings come too often",
    "Make the client change its state less often"
  ],
  GlobalDoNotDisturbDisabled: [
    "account",
    "The app has global do-not-disturb turned off",
    "Turn global do-not-disturb on in the console"
  ],
  ProfileSubscriptionDisabled: [
    "account",
    "The app has no subscription to profile changes",
    "Turn profile subscription on in the console"
  ],

  // Moderated or refused on the way, 80001 to 80005
  TextModerationBlocked: ["moderation", "Moderation rejected a text of a message or profile", "Reword the text"],
  MessageBodyTooLarge: [
    "message",
    "The message exceeds 12 KB (texts up to 2023: 8 KB)",
    "Cut the message to 12 KB, or send a link to the content"
  ],
  BeforeSendWebhookFailed: [
    "message",
    "The before-send webhook failed or timed out; nothing was delivered, by policy",
    "Repair the webhook, or relax the console's time-out policy; then resend"
  ],
  ImageModerationBlocked: ["moderation", "Moderation rejected an image of a message", "Send another image"],
  ServiceDeactivated: [
    "common",
    "The app's service has stopped: plan run out, or in arrears",
    "Buy or renew a plan, or top up the account"
  ]
} as const satisfies { readonly [name: string]: Entry }
