import { connect } from "timkit"

/** All of the API. */
export const tim = await connect()
