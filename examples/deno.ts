#!/usr/bin/env -S deno run --allow-env --allow-net --allow-read
/**
 * Wishes a happy birthday to whoever has one today, with what Deno has: no install, and no more rights than it needs.
 *
 * The file has a line for each user: `alice 05-17`. For another day than today, name it: `deno.ts birthdays.txt 05-17`.
 */
import { connect, ErrorCode, isRefusedWith, msg } from "timkit"

const [file = "birthdays.txt", today = Temporal.Now.plainDateISO().toString().slice(5)] = Deno.args
const lines = (await Deno.readTextFile(file)).split("\n").map((line) => line.trim().split(/\s+/))
const born = lines.flatMap(([userId, day]) => userId && day === today ? [userId] : [])

await using tim = await connect() // reads TIM_SDK_APP_ID, TIM_SECRET_KEY, TIM_REGION
const wish = msg().text("Happy birthday! 🎂").offlinePush((push) => push.title("It is your day"))
for (const userId of born) {
  try {
    await tim.messages.send(wish.to(userId))
    console.log(`%c${userId}`, "color: green", "was wished a happy birthday")
  } catch (error) {
    // One who has left must not keep the others from their wishes.
    if (!isRefusedWith(error, ErrorCode.ToAccountNotRegistered)) throw error
    console.warn(`${userId} is not here any more`)
  }
}
