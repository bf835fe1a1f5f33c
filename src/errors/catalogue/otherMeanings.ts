/** Codes that some calls mean otherwise than the rest of the service does. */
import type { Entry } from "./Entry.ts"

/** Domain, meaning and advice by the code's other name. */
export const otherMeanings = {
  // Official accounts, their profiles and subscribers; the calls about their messages mean what groups mean
  OfficialAccountInternalError: [
    "official-account",
    "The service of official accounts failed inside",
    "Retry with back-off"
  ],

  // Push
  PushAttributeValueInvalid: [
    "push",
    "The value of a push attribute is empty or exceeds 50 bytes",
    "Keep values of push attributes to 1 to 50 bytes"
  ],
  PushDataIdTooLong: ["push", "DataId exceeds 64 bytes", "Cut DataId to 64 bytes"],

  // Moderation
  ModerationContentTooLarge: ["moderation", "Content exceeds 8 KB", "Cut moderated content to 8 KB"],

  // Global mute: setnospeaking and getnospeaking
  GlobalMuteGetAccountMissing: ["operation", "Global mute: Get_Account is missing", "Set Get_Account"],
  GlobalMuteSetAccountMissing: ["operation", "Global mute: Set_Account is missing", "Set Set_Account"],
  GlobalMuteSetAccountInvalid: [
    "operation",
    "Global mute: Set_Account is no valid account",
    "Put a valid UserID into Set_Account"
  ],
  GlobalMuteTimeMissing: [
    "operation",
    "Global mute: no time is given",
    "Set C2CmsgNospeakingTime or GroupmsgNospeakingTime"
  ],

  // Operation data: getappinfo
  OperationStoreNotOpened: ["operation", "Operation data: the data store did not open", "Retry with back-off"],
  OperationStoreUnreachable: ["operation", "Operation data: the data store did not answer", "Retry with back-off"]
} as const satisfies { readonly [name: string]: Entry }
