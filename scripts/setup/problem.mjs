/** What a user can put right: it is told in its own words, without a stack. */
export class Problem extends Error {}
