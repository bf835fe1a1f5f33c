import process from "node:process"
import { Octokit } from "@octokit/core"

const octokit = new Octokit({ baseUrl: process.argv[2] ?? "", auth: "token" })
await octokit.request("POST /repos/timkit/timkit/issues", { title: "hi" })
console.log("answered")
