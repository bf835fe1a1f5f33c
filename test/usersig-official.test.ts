// needs a host: the vendor's signer stands on Node's crypto and zlib
import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import TlsSigApi from "tls-sig-api-v2/TLSSigAPIv2.js"
import * as Official from "../src/usersig/official.ts"
import { CurrentSigner, makeUserbuf, sign, verify } from "../src/usersig/UserSig.ts"

const app = { sdkAppId: 1400000000, secretKey: "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e" }

test("what the vendor's signer makes verifies here, with and without a userbuf", () =>
  Effect.runPromise(Effect.gen(function*() {
    for (const identifier of ["administrator", "@RBT#001", "alice"]) {
      const userSig = yield* Official.signer.sign({ ...app, identifier, expire: 600 })
      assert.equal((yield* verify({ ...app, identifier, userSig })).expire, 600)
    }
    const userbuf = makeUserbuf({ sdkAppId: app.sdkAppId, identifier: "alice", room: 7, validUntil: 2_000_000_000 })
    const userSig = yield* Official.signer.sign({ ...app, identifier: "alice", userbuf })
    assert.deepEqual((yield* verify({ ...app, userSig })).userbuf, userbuf)
  })))

test("what is signed here holds the signature that the vendor's code computes", () =>
  Effect.runPromise(Effect.gen(function*() {
    const api = new TlsSigApi.Api(app.sdkAppId, app.secretKey)
    const now = Math.floor(Date.now() / 1000)
    const theirs = yield* verify({ ...app, userSig: api.genSig("alice", 600, null) })
    const ours = yield* verify({
      ...app,
      userSig: yield* sign({ ...app, identifier: "alice", expire: 600, time: theirs.time })
    })
    assert.deepEqual(ours, theirs)
    assert.ok(Math.abs(theirs.time - now) <= 2)
  })))

test("a client signs with the vendor's code when its layer is provided", () =>
  Effect.runPromise(
    Effect.gen(function*() {
      const signer = yield* CurrentSigner
      const userSig = yield* signer.sign({ ...app, identifier: "alice" })
      assert.equal((yield* verify({ ...app, userSig })).identifier, "alice")
      const error = yield* Effect.flip(signer.sign({ ...app, identifier: "alice", time: 1 }))
      assert.equal(error.code, 70402)
    }).pipe(Effect.provide(Official.layer))
  ))
