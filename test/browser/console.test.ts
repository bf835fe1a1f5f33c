import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import type { Browser, Page } from "playwright-core"
import { msg, TimError } from "../../mod.ts"
import { launch, makeStage } from "./browser.ts"

let browser: Browser
before(async () => {
  browser = await launch()
})
after(() => browser.close())

const rows = (page: Page, list: string) => page.getByRole("list", { name: list }).getByRole("listitem")

test("a message that a program sends appears without a reload", async () => {
  await using stage = await makeStage(browser)
  const { page, tim } = stage
  await stage.open("conversations")
  await page.getByText("No messages yet").waitFor()
  await tim.messages.send(msg().text("hello from a script").from("alice").to("bob"))
  await rows(page, "Conversations").getByText("hello from a script").click()
  await page.getByTestId("message").getByText("hello from a script").waitFor()
  await tim.messages.send(msg().text("and once more").from("bob").to("alice"))
  await page.getByTestId("message").getByText("and once more").waitFor()
  assert.deepEqual(stage.offences, [])
})

test("a search finds what fits, and stays in the address", async () => {
  await using stage = await makeStage(browser)
  const { page, tim } = stage
  await tim.messages.send(msg().text("apples").from("alice").to("bob"))
  await tim.messages.send(msg().text("pears").from("carol").to("bob"))
  await stage.open("conversations")
  await rows(page, "Conversations").nth(1).waitFor()
  await page.getByRole("searchbox", { name: "Search conversations" }).fill("from:carol")
  await rows(page, "Conversations").getByText("apples").waitFor({ state: "detached" })
  assert.equal(await rows(page, "Conversations").count(), 1)
  assert.match(page.url(), /q=from/)
  await page.reload()
  await rows(page, "Conversations").getByText("pears").waitFor()
  assert.equal(await rows(page, "Conversations").count(), 1)
})

test("a message can be sent as any account, and recalled", async () => {
  await using stage = await makeStage(browser)
  const { page, service, tim } = stage
  await tim.messages.send(msg().text("hi").from("alice").to("bob"))
  await stage.open("conversations")
  await rows(page, "Conversations").first().getByRole("button").click()
  const field = page.getByRole("textbox", { name: "Message" })
  await field.fill("written by hand")
  await field.press("Enter")
  await page.getByTestId("message").getByText("written by hand").waitFor()
  const [sent] = service.app().timeline.items.newest()
  assert.ok(sent !== undefined && ["alice", "bob"].includes(sent.from))
  const bubble = page.getByTestId("message").filter({ hasText: "written by hand" })
  await bubble.hover()
  await bubble.getByRole("button", { name: "Recall" }).click()
  await bubble.getByText("recalled").waitFor()
  assert.equal(sent.message.recalled, true)
  assert.deepEqual(stage.offences, [])
})

test("a fault rule that is made in the console makes a program's call fail", async () => {
  await using stage = await makeStage(browser)
  const { page, tim } = stage
  await stage.open("faults")
  await page.getByText("Add a rule", { exact: true }).click()
  const form = page.getByRole("form", { name: "Add a fault" })
  await form.getByLabel("Code", { exact: true }).fill("20012")
  await form.getByLabel("To which calls").fill("sendmsg")
  await form.getByLabel("At most so often").fill("1")
  await form.getByRole("button", { name: "Add the rule" }).click()
  await page.getByTestId("fault").waitFor()
  const send = () => tim.messages.send(msg().text("hi").from("alice").to("bob"))
  await assert.rejects(
    send,
    (error) => error instanceof TimError && error.reason._tag === "Refused" && error.reason.code === 20012
  )
  await send()
  await stage.open("requests")
  await rows(page, "Requests").getByText("20012").first().waitFor()
})

test("webhooks show with request and answer, and can be sent once more", async () => {
  await using stage = await makeStage(browser)
  const { page, service, tim } = stage
  const received: Array<string> = []
  service.app().webhooks.settings = {
    target: async (request) => {
      received.push(await request.text())
      return Response.json({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "" })
    },
    commands: ["C2C.CallbackAfterSendMsg"]
  }
  await stage.open("webhooks")
  await tim.messages.send(msg().text("told by a webhook").from("alice").to("bob"))
  const row = rows(page, "Webhooks").filter({ hasText: "C2C.CallbackAfterSendMsg" })
  await row.first().getByRole("button").click()
  const detail = page.getByTestId("delivery")
  await detail.getByText("told by a webhook").first().waitFor()
  await page.getByRole("button", { name: /again|resend|once more/i }).click()
  await row.nth(1).waitFor()
  assert.equal(received.length, 2)
  assert.deepEqual(stage.offences, [])
})

/** What a page that shows messages must survive. */
const hostile: ReadonlyArray<string> = [
  "<script>alert('script')</script>",
  "<img src=x onerror=alert('image')>",
  "<svg/onload=alert('svg')>",
  "<iframe src='javascript:alert(1)'></iframe>",
  "javascript:alert('address')",
  "data:text/html,<script>alert(1)</script>",
  "\"><style>body{display:none}</style>",
  "\u202Egnp.tnemucod\u202C \u2066isolate\u2069 \u200Fmark",
  "http://evil.example/track.png",
  "{{constructor.constructor('alert(1)')()}}",
  "\u0000\u0007\uFFFE\ud800"
]

test("hostile messages are shown as text, and nothing of them runs or is fetched", async () => {
  await using stage = await makeStage(browser)
  const { page, service, tim } = stage
  for (const text of hostile) await tim.messages.send(msg().text(text).from("alice").to("bob"))
  const [url, evil] = ["http://evil.example/a.png", "<b onmouseover=alert(1)>name</b>"]
  await tim.messages.send(
    msg().image({ UUID: evil, ImageFormat: 3, ImageInfoArray: [{ Type: 1, Size: 1, Width: 9, Height: 9, URL: url }] })
      .from("alice").to("bob")
  )
  await tim.messages.send(msg().custom({ html: evil, link: "javascript:alert(1)" }, evil).from("alice").to("bob"))
  await tim.profiles.set("alice", [{ Tag: "Tag_Profile_IM_Nick", Value: evil }])
  await tim.groups.create({ Type: "Public", Name: "<script>x</script>", Owner_Account: "alice" })
  const { conversations } = service.app()
  const now = Math.floor(Date.now() / 1000)
  const long = [{ MsgType: "TIMTextElem" as const, MsgContent: { Text: "long ".repeat(200_000) } }]
  conversations.add({ from: "alice", to: "bob", seq: 1, random: 1, time: now, body: long }, {}, now)
  await stage.open("conversations")
  await rows(page, "Conversations").first().getByRole("button").click()
  await page.getByTestId("message").nth(hostile.length + 2).waitFor()
  const shown = await page.getByRole("log", { name: "Messages" }).innerText()
  for (
    const text of ["<script>alert('script')</script>", "javascript:alert('address')", "http://evil.example/track.png"]
  ) {
    assert.ok(shown.includes(text), text)
  }
  assert.doesNotMatch(shown, /\u202E/)
  assert.ok(shown.length < 100_000, "a text of a million characters is cut")
  assert.equal(await page.locator("main img, main iframe, main script, main a[href]").count(), 0)
  for (const place of ["accounts", "requests", "webhooks", "overview", "faults"]) await stage.open(place)
  assert.deepEqual(stage.offences, [])
})

test("the keyboard alone is enough", async () => {
  await using stage = await makeStage(browser)
  const { page, tim } = stage
  await tim.messages.send(msg().text("first").from("alice").to("bob"))
  await tim.messages.send(msg().text("second").from("carol").to("bob"))
  await stage.open()
  const press = async (...keys: ReadonlyArray<string>) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  await press("g", "c")
  await page.getByTestId("page-conversations").waitFor()
  await rows(page, "Conversations").nth(1).waitFor()
  await press("j", "j", "Enter")
  await page.getByTestId("message").getByText("first").waitFor()
  await press("Escape", "/")
  await page.keyboard.type("carol")
  await rows(page, "Conversations").getByText("first").waitFor({ state: "detached" })
  await press("Escape", "Escape", "?")
  await page.getByRole("dialog").waitFor()
  await press("Escape")
  await page.getByRole("dialog").waitFor({ state: "detached" })
  await press("g", "r")
  await page.getByTestId("page-requests").waitFor()
  assert.deepEqual(stage.offences, [])
})

test("dark and light look different, and 375 pixels are enough for every page", async () => {
  const backgrounds: Array<string> = []
  for (const colorScheme of ["light", "dark"] as const) {
    await using stage = await makeStage(browser, { colorScheme, viewport: { width: 375, height: 720 } })
    const { page, tim } = stage
    await tim.messages.send(msg().text("a rather long message ".repeat(20)).from("alice").to("bob"))
    for (const place of ["overview", "conversations", "accounts", "requests", "webhooks", "faults"]) {
      await stage.open(place)
      const { scroll, width } = await page.evaluate(() => ({
        scroll: document.documentElement.scrollWidth,
        width: document.documentElement.clientWidth
      }))
      assert.ok(scroll <= width, `${place} is ${scroll} pixels wide`)
    }
    backgrounds.push(await page.evaluate(() => getComputedStyle(document.body).backgroundColor))
    assert.deepEqual(stage.offences, [])
  }
  assert.notEqual(backgrounds[0], backgrounds[1])
})

test("ten thousand messages of a conversation stay readable, a window at a time", async () => {
  await using stage = await makeStage(browser)
  const { page, service } = stage
  const { conversations } = service.app()
  const now = Math.floor(Date.now() / 1000)
  for (let seq = 1; seq <= 10_000; seq++) {
    const body = [{ MsgType: "TIMTextElem" as const, MsgContent: { Text: `message ${seq}` } }]
    conversations.add({ from: "alice", to: "bob", seq, random: seq, time: now - 10_000 + seq, body }, {}, now)
  }
  await stage.open("conversations")
  await rows(page, "Conversations").first().getByRole("button").click()
  await page.getByTestId("message").getByText("message 10000", { exact: true }).waitFor()
  assert.ok(await page.getByTestId("message").count() <= 400)
})

test("an export can be downloaded, and a reset brings the beginning back", async () => {
  await using stage = await makeStage(browser)
  const { page, service } = stage
  await stage.open("faults")
  const downloading = page.waitForEvent("download")
  await page.getByRole("button", { name: /export/i }).click()
  const download = await downloading
  assert.match(download.suggestedFilename(), /^timkit-state[\w-]*\.json$/)
  await page.getByRole("button", { name: /reset/i }).first().click()
  const dialog = page.getByRole("dialog")
  await dialog.getByRole("button", { name: /reset/i }).click()
  await dialog.waitFor({ state: "detached" })
  assert.equal(service.app().accounts.has("alice"), false)
  assert.deepEqual(stage.offences, [])
})
