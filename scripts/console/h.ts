/** What the elements of the console are made with. */
export { Fragment, h } from "preact"
