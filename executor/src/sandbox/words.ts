/** Control characters but for tabs and ends of lines. */
const UNSEEN = /(?![\t\n])\p{Cc}/gu;

/** Words that came out of a child, made fit to be stored and shown: a database refuses a NUL, a terminal obeys the others. */
export function readable(words: string): string {
  return words.toWellFormed().replace(UNSEEN, "\uFFFD");
}
