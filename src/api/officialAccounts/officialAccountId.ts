/** The ids of official accounts. */

/** What the id of every official account begins with. */
export const officialAccountPrefix = "@TOA#_"
