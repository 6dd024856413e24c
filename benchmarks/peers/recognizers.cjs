// Microsoft Recognizers-Text, English, against the document's day. Its own TIMEX is written; where that leaves the year open, the
// value it resolves to, of two the earlier; of a range, where that begins, as a decade, year, month or day by its length.
'use strict'
const readline = require('node:readline')
const { recognizeDateTime, Culture } = require('@microsoft/recognizers-text-suite')

const TYPES = { duration: 'DURATION', set: 'SET', time: 'TIME', timerange: 'TIME', datetime: 'TIME', datetimerange: 'TIME' }

function writeRange (timex, start) {
  if (timex.startsWith('(')) {
    return timex.endsWith('P10Y)') ? start.slice(0, 3) : timex.endsWith('P1Y)') ? start.slice(0, 4) : start
  }
  return /^XXXX-\d\d$/.test(timex) ? start.slice(0, 7) : /^XXXX/.test(timex) ? start : timex
}

function write (kind, { timex, value, start }, dct) {
  const day = dct || 'XXXX-XX-XX'
  if (timex === 'PRESENT_REF' || kind === 'duration' || kind === 'set') return timex
  if (kind === 'daterange') return writeRange(timex, start)
  if (kind === 'date') return value || timex
  if (kind === 'time') return `${day}T${value.slice(0, 5)}`
  if (kind === 'timerange') return timex.startsWith('(') ? `${day}T${start.slice(0, 5)}` : day + timex
  if (kind === 'datetime') return value.replace(' ', 'T').slice(0, 16)
  return timex.startsWith('(') ? start.replace(' ', 'T').slice(0, 16) : timex
}

function find (text, dct) {
  const reference = dct === null ? undefined : new Date(`${dct}T00:00:00`)
  return recognizeDateTime(text, Culture.English, undefined, reference).flatMap((each) => {
    if (each.resolution === null || each.resolution === undefined) return []
    const kind = each.typeName.replace('datetimeV2.', '')
    const [first] = each.resolution.values
    const before = [...text.slice(0, each.start)].length
    const value = write(kind, first, dct)
    const type = value.endsWith('_REF') ? 'DATE' : TYPES[kind] || 'DATE'
    return [{ start: before, end: before + [...text.slice(each.start, each.end + 1)].length, type, value }]
  })
}

console.log(JSON.stringify({ version: require(`${process.env.NODE_PATH}/@microsoft/recognizers-text-suite/package.json`).version }))
readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const asked = JSON.parse(line)
  const begun = process.cpuUsage()
  let answer
  try {
    answer = { times: find(asked.text, asked.dct) }
  } catch (error) {
    answer = { error: String(error) }
  }
  const spent = process.cpuUsage(begun)
  console.log(JSON.stringify({ ...answer, cpu: (spent.user + spent.system) / 1e6 }))
})
