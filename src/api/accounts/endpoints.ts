/** The endpoints about accounts: import, check, delete, log out, online status. */
import { endpoint } from "../../endpoint/Endpoint.ts"
import * as wire from "../../endpoint/wire.ts"

/** An account to import. */
const account = () => ({
  /** The account's name: 1 to 32 bytes, case-sensitive. */
  UserID: wire.userId(),
  /** At most 500 bytes. Stored as the profile's `Tag_Profile_IM_Nick`. */
  Nick: wire.optional(wire.text({ maxBytes: 500 })),
  /** The address of an avatar, at most 500 bytes. Stored as the profile's `Tag_Profile_IM_Image`. */
  FaceUrl: wire.optional(wire.text({ maxBytes: 500 }))
})

/** Imports one account. Importing it again is fine and overwrites the given profile fields. */
export const accountImport = /* @__PURE__ */ endpoint("v4/im_open_login_svc/account_import", {
  request: account,
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/34953"
})

/**
 * Imports up to 100 accounts. Answers success even when some were not imported; those are in `FailAccounts`.
 *
 * `AccountList` can set names and avatars; `Accounts` is the older form with ids only. One of the two must be given.
 */
export const multiaccountImport = /* @__PURE__ */ endpoint("v4/im_open_login_svc/multiaccount_import", {
  request: () => ({
    AccountList: wire.optional(wire.list(wire.object(account()), { min: 1, max: 100 })),
    Accounts: wire.optional(wire.list(wire.userId(), { min: 1, max: 100 }))
  }),
  rule: ({ AccountList, Accounts }) =>
    (AccountList === undefined) !== (Accounts === undefined) || "exactly one of AccountList and Accounts is needed",
  response: () => ({
    /** The accounts that were not imported, without a code or a reason. */
    FailAccounts: wire.optional(wire.list(wire.string))
  }),
  repeatability: "repeatable",
  ratePerSecond: 100,
  docs: "https://trtc.io/document/34954"
})

/** What became of one account of a list. */
const accountResult = () => ({
  UserID: wire.string,
  /** 0, or the code of this account's failure. */
  ResultCode: wire.integer,
  ResultInfo: wire.string
})

/** Deletes up to 100 accounts with everything they own. It cannot be undone. */
export const accountDelete = /* @__PURE__ */ endpoint("v4/im_open_login_svc/account_delete", {
  request: () => ({
    DeleteItem: wire.list(wire.object({ UserID: wire.userId() }), { min: 1, max: 100 })
  }),
  response: () => ({ ResultItem: wire.list(wire.object(accountResult())) }),
  repeatability: "repeatable",
  ratePerSecond: 100,
  docs: "https://trtc.io/document/34955"
})

/** Tells of up to 100 accounts whether they are imported. */
export const accountCheck = /* @__PURE__ */ endpoint("v4/im_open_login_svc/account_check", {
  request: () => ({
    CheckItem: wire.list(wire.object({ UserID: wire.userId() }), { min: 1, max: 100 })
  }),
  response: () => ({
    ResultItem: wire.list(wire.object({
      ...accountResult(),
      /** Present when the check succeeded. */
      AccountStatus: wire.optional(wire.openEnum("Imported", "NotImported"))
    }))
  }),
  repeatability: "safe",
  ratePerSecond: 100,
  docs: "https://trtc.io/document/34956"
})

/** Logs an account out everywhere: no UserSig made before counts any more. */
export const kick = /* @__PURE__ */ endpoint("v4/im_open_login_svc/kick", {
  request: () => ({ UserID: wire.userId() }),
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/34957"
})

const onlineStatus = () => wire.openEnum("Online", "PushOnline", "Offline")

const platform = () => wire.openEnum("iPhone", "Android", "Web", "PC", "iPad", "Mac", "IPhone")

/**
 * Tells of up to 500 accounts whether they are online. `PushOnline` is a phone that left without logging out; it gets
 * offline pushes for 7 days. Accounts that do not exist are in `ErrorList` with 70107.
 */
export const queryOnlineStatus = /* @__PURE__ */ endpoint("v4/openim/query_online_status", {
  request: () => ({
    To_Account: wire.list(wire.userId(), { min: 1, max: 500 }),
    /** 1: also the status on each platform. */
    IsNeedDetail: wire.optional(wire.flag()),
    /** 1: also the device's instance id. */
    IsReturnInstid: wire.optional(wire.flag()),
    /** 1: also the account's custom status. */
    IsReturnCustomStatus: wire.optional(wire.flag())
  }),
  response: () => ({
    QueryResult: wire.optional(wire.list(wire.object({
      To_Account: wire.string,
      /** Newer answers carry `Status`, older ones `State`. */
      Status: wire.optional(onlineStatus()),
      State: wire.optional(onlineStatus()),
      Detail: wire.optional(wire.list(wire.object({ Platform: platform(), Status: onlineStatus() })))
    }))),
    ErrorList: wire.optional(wire.list(wire.object({ To_Account: wire.string, ErrorCode: wire.integer })))
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/35477"
})

/**
 * The older way to ask whether accounts are online.
 *
 * @deprecated use `queryOnlineStatus`
 */
export const querystate = /* @__PURE__ */ endpoint("v4/openim/querystate", {
  request: () => ({
    To_Account: wire.list(wire.userId(), { min: 1, max: 500 }),
    IsNeedDetail: wire.optional(wire.flag())
  }),
  response: () => ({
    QueryResult: wire.list(wire.object({
      To_Account: wire.string,
      State: onlineStatus(),
      Detail: wire.optional(wire.list(wire.object({ Platform: platform(), Status: onlineStatus() })))
    }))
  }),
  repeatability: "safe",
  docs: "https://cloud.tencent.com/document/product/269/2566",
  replacedBy: "v4/openim/query_online_status"
})

/**
 * Signed up an account whose password the service kept. That mode is withdrawn; nobody should need this.
 *
 * @deprecated use `accountImport`
 */
export const registerAccountV1 = /* @__PURE__ */ endpoint("v4/registration_service/register_account_v1", {
  request: () => ({
    /** 4 to 24 characters. */
    Identifier: wire.text({ minBytes: 4, maxBytes: 24 }),
    /** 1 a mobile number (`86-13800000000`), 2 an e-mail address, 3 any text. */
    IdentifierType: wire.oneOf(1, 2, 3),
    /** 8 to 16 characters. */
    Password: wire.text({ minBytes: 8, maxBytes: 16 })
  }),
  response: () => ({}),
  repeatability: "not-repeatable",
  docs: "https://trtc.io/document/34953",
  replacedBy: "v4/im_open_login_svc/account_import"
})
